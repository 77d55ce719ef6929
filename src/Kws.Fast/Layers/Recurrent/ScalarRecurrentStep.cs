using System.Buffers;
using Kws.Fast.Kernels;
using Kws.Fast.Plans;

namespace Kws.Fast.Layers;

/// <summary>A recurrent layer of values that vectors do not hold.</summary>
internal sealed unsafe class ScalarRecurrentStep(ScalarRecurrentLayer layer, PlanTensor input, PlanTensor output) : LayerStep
{
    public override bool Run(byte* source, byte* target, int positions)
    {
        (int inputs, int outputs) = (input.Shape.Count, output.Shape.Count);
        int[] values = ArrayPool<int>.Shared.Rent(inputs + outputs);
        try
        {
            for (int t = 0, i = 0; t < input.Shape.Time; t++)
            {
                for (int c = 0; c < input.Shape.Channels; c++, i++)
                {
                    values[i] = input.Read(source + input.OffsetOf(t, 0), c);
                }
            }

            layer.Run(values.AsSpan(0, inputs), values.AsSpan(inputs, outputs));
            for (int t = 0, i = inputs; t < output.Shape.Time; t++)
            {
                for (int c = 0; c < output.Shape.Channels; c++, i++)
                {
                    output.Write(target + output.OffsetOf(t, 0), c, values[i]);
                }
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(values);
        }

        return false;
    }
}
