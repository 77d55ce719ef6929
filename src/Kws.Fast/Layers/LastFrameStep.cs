using Kws.Fast.Plans;

namespace Kws.Fast.Layers;

/// <summary>The last frame alone.</summary>
internal sealed unsafe class LastFrameStep(PlanTensor input, PlanTensor output) : LayerStep
{
    public override bool Run(byte* source, byte* target, int positions)
    {
        for (int f = 0; f < input.Shape.Frequency; f++)
        {
            byte* values = source + input.OffsetOf(input.Shape.Time - 1, f);
            byte* place = target + output.OffsetOf(0, f);
            for (int c = 0; c < input.Shape.Channels; c++)
            {
                output.Write(place, c, input.Read(values, c));
            }
        }

        return false;
    }
}
