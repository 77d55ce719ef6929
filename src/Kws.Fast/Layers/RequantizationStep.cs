using Kws.Fast.Plans;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>A requantisation that does not follow sums. Its results have no more bits than its values.</summary>
internal sealed unsafe class RequantizationStep(RequantizationLayer layer, PlanTensor input, PlanTensor output) : LayerStep
{
    private readonly int[] _inputs = WindowPlaces.Positions(input);
    private readonly int[] _outputs = WindowPlaces.Positions(output);

    public override bool Run(byte* source, byte* target, int positions)
    {
        int channels = layer.Input.Channels;
        for (int p = 0; p < positions; p++)
        {
            byte* values = source + _inputs[p];
            byte* place = target + _outputs[p];
            for (int c = 0; c < channels; c++)
            {
                int result = (int)Math.Clamp((input.Read(values, c) + layer.Half) >> layer.Shift, layer.MinOutput, layer.MaxOutput);
                output.Write(place, c, result);
            }
        }

        return false;
    }
}
