using Kws.Fast.Plans;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>A requantisation that does not follow sums. Its results have no more bits than its values.</summary>
internal sealed unsafe class RequantizationStep(RequantizationLayer layer, PlanTensor input, PlanTensor output) : LayerStep
{
    private readonly int[] _inputs = WindowPlaces.Positions(input);
    private readonly int[] _outputs = WindowPlaces.Positions(output);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Run(byte* source, byte* target, int positions)
    {
        int channels = layer.Input.Channels;
        (long half, int shift, long least, long most) = (layer.Half, layer.Shift, layer.MinOutput, layer.MaxOutput);
        bool isShort = input.Format == ValueFormat.Short;
        for (int p = 0; p < positions; p++)
        {
            byte* values = source + _inputs[p];
            byte* place = target + _outputs[p];
            for (int c = 0; c < channels; c++)
            {
                long value = isShort ? ((short*)values)[c] : input.Read(values, c);
                output.Write(place, c, (int)Math.Min(Math.Max((value + half) >> shift, least), most));
            }
        }

        return false;
    }
}
