using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// A max pool of 32-bit values, which are stored as halves, a unit of channels at a time. The border has the smallest of all values.
/// </summary>
internal sealed unsafe class WideMaxPoolStep<TSimd, TVector>(
    MaxPoolLayer layer, PlanTensor input, PlanTensor output, Narrowing<TSimd, TVector> narrowing) : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private readonly int[] _starts = WindowPlaces.Starts(layer, input);
    private readonly int[] _taps = WindowPlaces.Taps(layer.Window, input);
    private readonly int[] _outputs = WindowPlaces.Positions(output);
    private readonly int _units = Units.Count(layer.Input.Channels, sizeof(TVector) / 2);
    private readonly int _highOffset = input.HighOffset;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Run(byte* source, byte* target, int positions)
    {
        TVector zero = TSimd.Constant16(short.MinValue);
        for (int p = 0; p < positions; p++)
        {
            for (int unit = 0; unit < _units; unit++)
            {
                byte* values = source + _starts[p] + (unit * sizeof(TVector));
                TVector a = TSimd.Constant32(int.MinValue);
                TVector b = a;
                foreach (int tap in _taps)
                {
                    TVector low = TSimd.Add16(TSimd.Load(values + tap), zero);
                    TVector high = TSimd.Load(values + tap + _highOffset);
                    a = TSimd.Max32(a, TSimd.UnpackLow16(low, high));
                    b = TSimd.Max32(b, TSimd.UnpackHigh16(low, high));
                }

                // Values fit the output by their bounds; padded channels, which no one reads, may not.
                narrowing.Store(target + _outputs[p] + (unit * narrowing.UnitBytes), a, b, a);
            }
        }

        return false;
    }
}
