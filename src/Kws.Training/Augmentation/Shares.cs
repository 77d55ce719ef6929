using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Augmentation;

/// <summary>
/// The shares of labels and kinds: every keyword and <c>_silence_</c> one part, <c>_unknown_</c> two. Of <c>_unknown_</c> other words are
/// three sevenths, parts of keywords one, running speech three; the share of a kind that is missing goes to the others.
/// </summary>
internal static class Shares
{
    /// <summary>The weights of labels.</summary>
    public static ImmutableArray<double> OfLabels(ImmutableArray<string> labels) =>
        Normalised([.. labels.Select(label => label == SpecialLabels.Unknown ? 2.0 : 1.0)]);

    /// <summary>The weights of the kinds of <c>_unknown_</c>, in their order.</summary>
    /// <param name="hasWords">True if there are other words.</param>
    /// <param name="hasSpeech">True if there is running speech.</param>
    public static ImmutableArray<double> OfUnknown(bool hasWords, bool hasSpeech) =>
        Normalised([hasWords ? 3 : 0, 1, hasSpeech ? 3 : 0]);

    /// <summary>The index at which a point of [0, 1) lies when the weights are put in a row.</summary>
    public static int At(ImmutableArray<double> weights, double point)
    {
        int index = 0;
        for (; index < weights.Length - 1 && (point -= weights[index]) >= 0; index++)
        {
        }

        // Rounding may lead past the last weight that is not 0.
        while (weights[index] == 0)
        {
            index--;
        }

        return index;
    }

    private static ImmutableArray<double> Normalised(double[] weights) => [.. weights.Select(weight => weight / weights.Sum())];
}
