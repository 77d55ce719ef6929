using System.Numerics;
using System.Runtime.InteropServices;

namespace Kws.Listen.Clips;

/// <summary>The power of sound, exact whatever the width of the registers.</summary>
internal static class Loudness
{
    /// <summary>The mean square of the samples; 0 of none.</summary>
    public static double Power(ReadOnlySpan<short> samples)
    {
        Vector<long> sums = Vector<long>.Zero;
        ReadOnlySpan<Vector<short>> vectors = MemoryMarshal.Cast<short, Vector<short>>(samples);
        foreach (Vector<short> vector in vectors)
        {
            Vector.Widen(vector, out Vector<int> low, out Vector<int> high);
            Vector.Widen(low * low, out Vector<long> first, out Vector<long> second);
            Vector.Widen(high * high, out Vector<long> third, out Vector<long> fourth);
            sums += first + second + third + fourth;
        }

        long sum = Vector.Sum(sums);
        foreach (short sample in samples[(vectors.Length * Vector<short>.Count)..])
        {
            sum += sample * sample;
        }

        return samples.IsEmpty ? 0 : (double)sum / samples.Length;
    }

    /// <summary>The factor of an amplitude for decibels.</summary>
    public static double Factor(double decibels) => Math.Pow(10, decibels / 20);
}
