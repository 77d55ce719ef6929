using System.Runtime.InteropServices;

namespace Kws.Audio.Resampling;

/// <summary>
/// Sound that arrives in pieces, at another sample rate: its convolution with a <see cref="LowPassFilter"/>, without delay. Before and
/// after the sound there is silence. The outputs do not depend on the pieces.
/// </summary>
internal sealed class Resampler
{
    /// <summary>Inputs for which there is room, beside those under the taps of one output.</summary>
    private const int BlockLength = 4096;

    private readonly LowPassFilter _filter;
    private readonly double[] _scratch;

    /// <summary>Inputs from <see cref="_first"/> on, up to <see cref="_end"/>.</summary>
    private readonly double[] _inputs;
    private long _first;
    private long _end;
    private long _next;
    private long? _count;

    public Resampler(int fromRate, int toRate)
    {
        _filter = LowPassFilter.Between(fromRate, toRate);
        _scratch = new double[_filter.TapCount];
        _inputs = new double[_filter.TapCount + BlockLength];
        Reset();
    }

    /// <summary>True if the sound has ended and all outputs are read.</summary>
    public bool IsDone => _next >= _count;

    /// <summary>Samples at the new rate that last as long, rounded to the nearest number.</summary>
    public long CountFor(long inputs) => (long)((((Int128)2 * inputs * _filter.To) + _filter.From) / (2 * _filter.From));

    /// <summary>Room for the next inputs, never empty. Only to be asked for when <see cref="Read"/> has no more outputs.</summary>
    public Span<double> Room()
    {
        if (_end - _first == _inputs.Length)
        {
            // Inputs before the next output's taps are no longer needed.
            long start = StartOf(_next, out _);
            _inputs.AsSpan((int)(start - _first)).CopyTo(_inputs);
            _first = start;
        }

        return _inputs.AsSpan((int)(_end - _first));
    }

    /// <summary>Takes inputs in that were written to <see cref="Room"/>.</summary>
    public void Add(int count) => _end += count;

    /// <summary>Ends the sound.</summary>
    public void End() => _count ??= CountFor(_end);

    /// <summary>Writes the outputs that the inputs so far decide; returns their number.</summary>
    public int Read(Span<short> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            long start = StartOf(_next, out int phase);
            if (IsDone || (start + _filter.TapCount > _end && !TryAddSilence()))
            {
                return i;
            }

            ReadOnlySpan<double> inputs = _inputs.AsSpan((int)(start - _first), _filter.TapCount);
            samples[i] = Rounding.ToInt16(Dot(_filter.Taps(phase, _scratch), inputs));
            _next++;
        }

        return samples.Length;
    }

    /// <summary>Starts anew.</summary>
    public void Reset()
    {
        // Before the first input there is silence: as many inputs as the first output's taps reach back.
        Array.Clear(_inputs);
        (_first, _end, _next, _count) = (1 - _filter.Half, 0, 0, null);
    }

    /// <summary>The index of the first input under the taps of an output.</summary>
    private long StartOf(long output, out int phase)
    {
        (long position, long rest) = Math.DivRem(output * _filter.From, _filter.To);
        phase = (int)rest;
        return position + 1 - _filter.Half;
    }

    private bool TryAddSilence()
    {
        if (_count is null)
        {
            return false;
        }

        Span<double> room = Room();
        room.Clear();
        Add(room.Length);
        return true;
    }

    /// <summary>The sum of products, always in the same order: eight sums, whatever the processor's vectors are.</summary>
    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            return DotOfHalves(left, right);
        }

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

    /// <summary>The same sums in halves of their vectors: WebAssembly takes ten times as long for vectors that it does not have.</summary>
    private static double DotOfHalves(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ReadOnlySpan<Vector128<double>> a = MemoryMarshal.Cast<double, Vector128<double>>(left);
        ReadOnlySpan<Vector128<double>> b = MemoryMarshal.Cast<double, Vector128<double>>(right);
        Vector128<double> evenLow = Vector128<double>.Zero;
        Vector128<double> evenHigh = Vector128<double>.Zero;
        Vector128<double> oddLow = Vector128<double>.Zero;
        Vector128<double> oddHigh = Vector128<double>.Zero;
        for (int i = 0; i + 3 < a.Length; i += 4)
        {
            evenLow += a[i] * b[i];
            evenHigh += a[i + 1] * b[i + 1];
            oddLow += a[i + 2] * b[i + 2];
            oddHigh += a[i + 3] * b[i + 3];
        }

        Vector128<double> low = evenLow + oddLow;
        Vector128<double> high = evenHigh + oddHigh;
        return (low[0] + low[1]) + (high[0] + high[1]);
    }
}
