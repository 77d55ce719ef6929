using Kws.Training.Data;

namespace Kws.Training.Recordings;

/// <summary>
/// A word that shares all sounds with a keyword, in the same voice: the keyword cut into parts that follow each other in another order.
/// Words that share some of its sounds are the commonest false accepts of a model that knows few recordings, and hardly any word that
/// comes with kws does.
/// </summary>
internal static class RearrangedWord
{
    private const int FewestParts = 3;
    private const int MostParts = 5;

    /// <summary>Cuts are off the places that make equal parts by up to so much of a part.</summary>
    private const double Unevenness = 0.25;

    /// <summary>Parts fade in and out for so many seconds: a jump from sample to sample would be a click, which no keyword has.</summary>
    private const double Fade = 0.005;

    /// <summary>Makes one.</summary>
    /// <param name="samples">The recording.</param>
    /// <param name="word">The part of it that is the keyword.</param>
    /// <param name="sampleRate">Its rate.</param>
    /// <param name="random">Decides.</param>
    /// <returns>The recording with another word at the place of the keyword.</returns>
    public static short[] Make(ReadOnlySpan<short> samples, WordExtent word, int sampleRate, RandomStream random)
    {
        int[] order = Order(FewestParts + random.Index(MostParts - FewestParts + 1), random);
        int[] cuts = Cuts(word, order.Length, random);
        short[] result = samples.ToArray();
        int at = word.Start;
        foreach (int part in order)
        {
            ReadOnlySpan<short> source = samples[cuts[part]..cuts[part + 1]];
            for (int i = 0; i < source.Length; i++)
            {
                double gain = Math.Min(1, Math.Min(i + 1, source.Length - i) / (Fade * sampleRate));
                result[at++] = (short)(gain * source[i]);
            }
        }

        return result;
    }

    private static int[] Cuts(WordExtent word, int parts, RandomStream random) =>
    [
        word.Start,
        .. Enumerable.Range(1, parts - 1)
            .Select(i => word.Start + (int)(word.Length * (i + random.Between(-Unevenness, Unevenness)) / parts)),
        word.End,
    ];

    /// <summary>An order in which no part follows the one that it follows in the keyword.</summary>
    private static int[] Order(int parts, RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, parts)];
        do
        {
            for (int i = parts - 1; i > 0; i--)
            {
                int other = random.Index(i + 1);
                (order[i], order[other]) = (order[other], order[i]);
            }
        }
        while (order.Zip(order.Skip(1)).Any(pair => pair.Second == pair.First + 1));

        return order;
    }
}
