using Kws.Model;
using static Kws.Fast.Kernels.ScalarSums;

namespace Kws.Fast.Kernels;

/// <summary>Pointwise convolutions.</summary>
internal static class ScalarPointwiseConvolution
{
    public static void Run(
        PointwiseConvolutionLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<int> input, Span<int> output)
    {
        int inputs = layer.Input.Channels;
        int index = 0;
        for (int position = 0; position < layer.Input.Time * layer.Input.Frequency; position++)
        {
            ReadOnlySpan<int> values = input.Slice(position * inputs, inputs);
            for (int o = 0; o < layer.Output.Channels; o++)
            {
                output[index++] = Narrow(BiasOf(biases, o) + Dot(values, weights.Slice(o * inputs, inputs)), layer);
            }
        }
    }
}
