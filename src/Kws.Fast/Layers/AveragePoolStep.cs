using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// An average pool: sums of 16-bit values, or of both halves of 32-bit ones, in 32-bit lanes, then a division for each channel. The border
/// has zeros, and a window that it cuts off is divided by the positions inside.
/// </summary>
internal sealed unsafe class AveragePoolStep<TSimd, TVector> : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private readonly AveragePoolLayer _layer;
    private readonly PlanTensor _input;
    private readonly PlanTensor _output;
    private readonly int[] _starts;
    private readonly int[] _taps;
    private readonly int[] _outputs;
    private readonly int[] _counts;

    /// <summary>Bits of a word above those that a quotient keeps.</summary>
    private readonly int _wrapShift;

    private readonly bool _isFloor;

    public AveragePoolStep(AveragePoolLayer layer, PlanTensor input, PlanTensor output)
    {
        (_layer, _input, _output) = (layer, input, output);
        _wrapShift = 32 - (layer.WrapBits ?? 32);
        _isFloor = layer.Rounding == AverageRounding.Floor;
        (_starts, _taps, _outputs) =
            (WindowPlaces.Starts(layer, input), WindowPlaces.Taps(layer.Window, input), WindowPlaces.Positions(output));
        Window window = layer.Window;
        int Inside(int place, int stride, int kernel, int before, int length) =>
            Math.Min((place * stride) - before + kernel, length) - Math.Max((place * stride) - before, 0);
        _counts = [.. from t in Enumerable.Range(0, layer.Output.Time)
                      from f in Enumerable.Range(0, layer.Output.Frequency)
                      select Inside(t, window.StrideTime, window.KernelTime, layer.PaddingTime, layer.Input.Time)
                          * Inside(f, window.StrideFrequency, window.KernelFrequency, layer.PaddingFrequency, layer.Input.Frequency)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Run(byte* input, byte* output, int positions)
    {
        int unit = sizeof(TVector) / 2;
        (int channels, int leftShift) = (_layer.Input.Channels, _layer.LeftShift);
        TVector* low = stackalloc TVector[2];
        TVector* high = stackalloc TVector[2];
        bool isWide = _input.Format == ValueFormat.Halves;
        (int least, int most) = _output.Format == ValueFormat.Short ? (short.MinValue, short.MaxValue) : (int.MinValue, int.MaxValue);
        bool isUnfit = false;
        for (int p = 0; p < positions; p++)
        {
            for (int first = 0; first < channels; first += unit)
            {
                byte* values = input + _starts[p] + (first * sizeof(short));
                Sum(values, low);
                if (isWide)
                {
                    Sum(values + _input.HighOffset, high);
                }

                int count = Math.Min(unit, channels - first);
                for (int i = 0; i < count; i++)
                {
                    int lane = Units.IndexOf(i, unit);
                    long sum = ((int*)low)[lane];
                    if (isWide)
                    {
                        sum += ((long)((int*)high)[lane] << 16) - (_input.Zero * _taps.Length);
                    }

                    long average = Average(sum << leftShift, _counts[p]);
                    isUnfit |= average < least || average > most;
                    if (_output.Format == ValueFormat.Short)
                    {
                        ((short*)(output + _outputs[p]))[first + i] = (short)average;
                    }
                    else
                    {
                        _output.Write(output + _outputs[p], first + i, (int)average);
                    }
                }
            }
        }

        return isUnfit;
    }

    /// <summary>Adds the 16-bit values of a window in the two vectors of a unit. A layer has at most 2^15 positions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Sum(byte* values, TVector* sums)
    {
        TVector one = TSimd.Constant16(1);
        TVector none = TSimd.Constant16(0);
        TVector a = TSimd.Constant32(0);
        TVector b = a;
        foreach (int tap in _taps)
        {
            TVector x = TSimd.Load(values + tap);
            a = TSimd.Dot16(a, TSimd.UnpackLow16(x, none), one);
            b = TSimd.Dot16(b, TSimd.UnpackHigh16(x, none), one);
        }

        (sums[0], sums[1]) = (a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Average(long sum, int count)
    {
        // 64-bit divisions are slow on some processors.
        long quotient = sum == (int)sum ? (int)sum / count : sum / count;
        quotient -= _isFloor && quotient * count > sum ? 1 : 0;
        return _layer.WrapBits is null ? quotient : (int)quotient << _wrapShift >> _wrapShift;
    }
}
