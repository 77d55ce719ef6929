using System.Numerics;

namespace Kws.Model;

/// <summary>The weights of the bands: triangles whose corners are evenly spaced on the mel scale.</summary>
/// <remarks>
/// Band b rises from corner b to corner b + 1 and falls to corner b + 2, where the corners are evenly spaced between the lowest and the
/// highest frequency, mel(f) = 1127 ln(1 + f / 700), and the weights are linear in mel, as those of TensorFlow's <c>mfcc</c> operation.
/// </remarks>
internal static class MelTriangles
{
    private const double LeastWeight = 1e-9;

    /// <summary>Length of the Fourier transform: the least power of two that holds a window.</summary>
    public static int TransformLength(FrontEnd frontEnd) => (int)BitOperations.RoundUpToPowerOf2((uint)frontEnd.WindowLength);

    /// <summary>The weights of one band by frequency, from 0 up to the end of its triangle; none where no frequency is under it.</summary>
    public static double[] Weights(FrontEnd frontEnd, int band)
    {
        int length = TransformLength(frontEnd);
        double lowest = Mel(frontEnd.LowestFrequency);
        double width = (Mel(frontEnd.HighestFrequency) - lowest) / (frontEnd.BandCount + 1);
        double Weight(int bin)
        {
            double place = ((Mel((double)bin * frontEnd.SampleRate / length) - lowest) / width) - band;
            double weight = Math.Min(place, 2 - place);

            // A frequency on a corner, give or take a rounding, counts as outside.
            return weight > LeastWeight ? weight : 0;
        }

        double[] weights = [.. Enumerable.Range(0, length / 2).Select(Weight)];
        return weights[..(Array.FindLastIndex(weights, weight => weight > 0) + 1)];
    }

    private static double Mel(double frequency) => 1127 * NaturalLogarithm.Of(1 + (frequency / 700));
}
