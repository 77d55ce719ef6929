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
        Vector256<float> drift = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7) * (float)(speed - 1);
        int count = 0;
        double position = 1;
        for (; count + Lanes <= changed.Length && (int)position + Lanes + 2 <= samples.Length; count += Lanes, position += Lanes * speed)
        {
            // Lane i is between samples index + i - 1 and index + i + 2, which it weights by triangles: its distance is -0.7 to 1.7.
            int index = (int)position;
            Vector256<float> distance = Vector256.Create((float)(position - index)) + drift;
            Vector256<float> sum = Weighted(samples[(index - 1)..], distance + Vector256<float>.One)
                + Weighted(samples[index..], distance)
                + Weighted(samples[(index + 1)..], distance - Vector256<float>.One)
                + Weighted(samples[(index + 2)..], distance - Vector256.Create(2f));
            Vector256<int> rounded = Vector256.ConvertToInt32Native(Vector256.Round(sum));
            Vector128.Narrow(rounded.GetLower(), rounded.GetUpper()).CopyTo(changed[count..]);
        }

        return count;
    }

    private static Vector256<float> Weighted(ReadOnlySpan<short> samples, Vector256<float> distance)
    {
        var near = Vector128.Create(samples);
        Vector256<float> values = Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(near), Vector128.WidenUpper(near)));
        return values * Vector256.Max(Vector256<float>.Zero, Vector256<float>.One - Vector256.Abs(distance));
    }
}
