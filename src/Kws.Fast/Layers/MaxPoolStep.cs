using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>A max pool of 16-bit values, a unit of channels at a time. The border has the smallest of all values.</summary>
internal sealed unsafe class MaxPoolStep<TSimd, TVector>(MaxPoolLayer layer, PlanTensor input, PlanTensor output) : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private readonly int[] _starts = WindowPlaces.Starts(layer, input);
    private readonly int[] _taps = WindowPlaces.Taps(layer.Window, input);
    private readonly int[] _outputs = WindowPlaces.Positions(output);
    private readonly int _units = Units.Count(layer.Input.Channels, sizeof(TVector) / 2);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Run(byte* input, byte* target, int positions)
    {
        TVector zero = TSimd.Constant16((short)output.Zero);
        bool isByte = output.Format == ValueFormat.Byte;
        for (int p = 0; p < positions; p++)
        {
            for (int unit = 0; unit < _units; unit++)
            {
                byte* values = input + _starts[p] + (unit * sizeof(TVector));
                TVector max = TSimd.Load(values);
                foreach (int tap in _taps)
                {
                    max = TSimd.Max16(max, TSimd.Load(values + tap));
                }

                if (isByte)
                {
                    TSimd.StoreBytes(target + _outputs[p] + (unit * sizeof(TVector) / 2), TSimd.Add16(max, zero));
                }
                else
                {
                    TSimd.Store(target + _outputs[p] + (unit * sizeof(TVector)), max);
                }
            }
        }

        return false;
    }
}
