using Kws.Fast.Plans;
using Kws.Fast.Simd;

namespace Kws.Fast.Layers;

/// <summary>The last frame alone: 16-bit values a unit at a time, halves one by one.</summary>
internal sealed unsafe class LastFrameStep<TSimd, TVector>(PlanTensor input, PlanTensor output) : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private readonly OutputStore<TSimd, TVector> _outputs = new(output);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Run(byte* source, byte* target, int positions)
    {
        int units = Units.Count(input.Shape.Channels, sizeof(TVector) / 2);
        for (int f = 0; f < input.Shape.Frequency; f++)
        {
            byte* values = source + input.OffsetOf(input.Shape.Time - 1, f);
            byte* place = target + output.OffsetOf(0, f);
            if (input.Format == ValueFormat.Short && output.Format is ValueFormat.Short or ValueFormat.Byte)
            {
                for (int unit = 0; unit < units; unit++)
                {
                    _outputs.Store(place, unit, TSimd.Load(values + (unit * (nint)sizeof(TVector))));
                }

                continue;
            }

            for (int c = 0; c < input.Shape.Channels; c++)
            {
                output.Write(place, c, input.Read(values, c));
            }
        }

        return false;
    }
}
