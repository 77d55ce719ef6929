using System.Numerics;
using System.Runtime.InteropServices;

namespace Kws.Training.Augmentation;

/// <summary>Sound that is mixed of several parts and rounded once, saturated as a microphone does.</summary>
/// <param name="length">The number of samples.</param>
internal sealed class SoundMix(int length)
{
    private readonly float[] _sum = new float[length];

    /// <summary>The number of samples.</summary>
    public int Length => length;

    /// <summary>Starts anew with digital silence.</summary>
    public void Clear() => Array.Clear(_sum);

    /// <summary>Adds sound. What is before the start or after the end is left out.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="start">The position of its first sample; it may be negative.</param>
    /// <param name="gain">The factor of its amplitude.</param>
    public void Add(ReadOnlySpan<short> samples, int start, double gain)
    {
        if (start <= -samples.Length || start >= length)
        {
            return;
        }

        ReadOnlySpan<short> source = samples[Math.Max(0, -start)..];
        Span<float> sum = _sum.AsSpan(Math.Max(0, start));
        int count = Math.Min(source.Length, sum.Length);
        source = source[..count];
        float factor = (float)gain;
        ReadOnlySpan<Vector<short>> vectors = MemoryMarshal.Cast<short, Vector<short>>(source);
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(sum[..count]);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out Vector<int> low, out Vector<int> high);
            sums[2 * i] += Vector.ConvertToSingle(low) * factor;
            sums[(2 * i) + 1] += Vector.ConvertToSingle(high) * factor;
        }

        for (int i = vectors.Length * Vector<short>.Count; i < count; i++)
        {
            sum[i] += source[i] * factor;
        }
    }

    /// <summary>Rounds to the nearest integers.</summary>
    /// <param name="samples">Receives the sound.</param>
    public void Round(Span<short> samples)
    {
        var least = new Vector<float>(short.MinValue);
        var greatest = new Vector<float>(short.MaxValue);
        ReadOnlySpan<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(_sum);
        Span<Vector<short>> vectors = MemoryMarshal.Cast<short, Vector<short>>(samples[..length]);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Vector.Narrow(
                Nearest(sums[2 * i], least, greatest), Nearest(sums[(2 * i) + 1], least, greatest));
        }

        for (int i = vectors.Length * Vector<short>.Count; i < length; i++)
        {
            samples[i] = (short)Math.Clamp(MathF.Round(_sum[i]), short.MinValue, short.MaxValue);
        }
    }

    /// <summary>The native conversion is of values in range alone, which these are.</summary>
    private static Vector<int> Nearest(Vector<float> value, Vector<float> least, Vector<float> greatest) =>
        Vector.ConvertToInt32Native(Vector.Round(Vector.MinNative(Vector.MaxNative(value, least), greatest)));
}
