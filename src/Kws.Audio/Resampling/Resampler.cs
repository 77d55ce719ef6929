using System.Runtime.InteropServices;
using Kws.Audio.Wav;

namespace Kws.Audio.Resampling;

/// <summary>
/// Sound at another sample rate: its convolution with a <see cref="LowPassFilter"/>, without delay. Before and behind the sound there is
/// silence.
/// </summary>
internal sealed class Resampler : ISamples
{
    /// <summary>Inputs that are read at once.</summary>
    private const int BlockLength = 4096;

    private readonly WavSamples _source;
    private readonly LowPassFilter _filter;
    private readonly double[] _scratch;

    /// <summary>Inputs from <see cref="_first"/> on, up to <see cref="_end"/>.</summary>
    private readonly double[] _inputs;
    private long _first;
    private long _end;
    private long _next;

    public Resampler(WavSamples source, int fromRate, int toRate)
    {
        _source = source;
        _filter = LowPassFilter.Between(fromRate, toRate);
        _scratch = new double[_filter.TapCount];
        _inputs = new double[_filter.TapCount + BlockLength];
        _first = 1 - _filter.Half;
        Count = source.Count is { } count ? CountFor(count) : null;
    }

    public long? Count { get; private set; }

    public int Read(Span<short> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            (long position, long phase) = Math.DivRem(_next * _filter.From, _filter.To);
            long start = position + 1 - _filter.Half;
            if (start + _filter.TapCount > _end)
            {
                ReadInputs(start);
            }

            if (_next >= Count)
            {
                return i;
            }

            ReadOnlySpan<double> inputs = _inputs.AsSpan((int)(start - _first), _filter.TapCount);
            samples[i] = Rounding.ToInt16(Dot(_filter.Taps((int)phase, _scratch), inputs));
            _next++;
        }

        return samples.Length;
    }

    /// <summary>Fills the buffer with inputs from an index on.</summary>
    private void ReadInputs(long start)
    {
        // Before the first input there is silence, which an array consists of when it is new.
        int kept = (int)(_end - start);
        _inputs.AsSpan((int)(start - _first), kept).CopyTo(_inputs);
        Span<double> free = _inputs.AsSpan(kept);
        int read = _source.Read(free);
        if (read < free.Length)
        {
            Count ??= CountFor(start + kept + read);
            free[read..].Clear();
        }

        (_first, _end) = (start, start + _inputs.Length);
    }

    /// <summary>Samples at the new rate that last as long, rounded to the nearest number.</summary>
    private long CountFor(long inputs) => (long)((((Int128)2 * inputs * _filter.To) + _filter.From) / (2 * _filter.From));

    /// <summary>The sum of products, always in the same order: eight sums, whatever the processor's vectors are.</summary>
    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ReadOnlySpan<Vector256<double>> a = MemoryMarshal.Cast<double, Vector256<double>>(left);
        ReadOnlySpan<Vector256<double>> b = MemoryMarshal.Cast<double, Vector256<double>>(right);
        Vector256<double> even = Vector256<double>.Zero;
        Vector256<double> odd = Vector256<double>.Zero;
        for (int i = 0; i + 1 < a.Length; i += 2)
        {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }

        Vector256<double> sum = even + odd;
        return (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
}
