using System.Runtime.Intrinsics;
using Kws.Training.Data;

namespace Kws.Training.Augmentation;

/// <summary>Sound played faster or slower, its pitch with it.</summary>
internal static class Speed
{
    private const double Share = 0.5;
    private const double Most = 0.1;

    /// <summary>Samples computed at once: so few that they drift from their neighbours by less than one sample.</summary>
    private const int Lanes = 8;

    /// <summary>Draws a speed: half of the time 1, else up to a tenth less or more.</summary>
    public static double Draw(RandomStream random) => random.Happens(Share) ? random.Between(1 - Most, 1 + Most) : 1;

    /// <summary>Plays sound at a speed, with linear interpolation.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="speed">The speed, 0.9 to 1.1.</param>
    /// <param name="changed">Receives as much of it as it has room for. A few samples at the end are left out.</param>
    /// <returns>The number of samples received, a multiple of 8.</returns>
    public static int Change(ReadOnlySpan<short> samples, double speed, Span<short> changed)
    {
        Vector128<float> lowDrift = Vector128.Create(0f, 1, 2, 3) * (float)(speed - 1);
        Vector128<float> highDrift = Vector128.Create(4f, 5, 6, 7) * (float)(speed - 1);
        int count = 0;
        double position = 1;
        for (; count + Lanes <= changed.Length && (int)position + Lanes + 2 <= samples.Length; count += Lanes, position += Lanes * speed)
        {
            // Lane i is between samples index + i - 1 and index + i + 2, which it weights by triangles: its distance is -0.7 to 1.7.
            int index = (int)position;
            var begin = Vector128.Create((float)(position - index));
            Vector128<float> low = Vector128<float>.Zero;
            Vector128<float> high = Vector128<float>.Zero;
            for (int tap = -1; tap <= 2; tap++)
            {
                var near = Vector128.Create(samples[(index + tap)..]);
                var place = Vector128.Create((float)tap);
                low += Weighted(Vector128.WidenLower(near), begin + lowDrift - place);
                high += Weighted(Vector128.WidenUpper(near), begin + highDrift - place);
            }

            Vector128.Narrow(Rounded(low), Rounded(high)).CopyTo(changed[count..]);
        }

        return count;
    }

    private static Vector128<float> Weighted(Vector128<int> samples, Vector128<float> distance) => Vector128.ConvertToSingle(samples)
        * Vector128.Max(Vector128<float>.Zero, Vector128<float>.One - Vector128.Abs(distance));

    private static Vector128<int> Rounded(Vector128<float> values) => Vector128.ConvertToInt32Native(Vector128.Round(values));
}
