using Kws.Model;
using static Kws.Fast.Kernels.ScalarSums;

namespace Kws.Fast.Kernels;

/// <summary>Fully connected layers.</summary>
internal static class ScalarFullyConnected
{
    public static void Run(
        FullyConnectedLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<int> input, Span<int> output)
    {
        int inputs = layer.Input.Count;
        for (int l = 0; l < layer.Output.Channels; l++)
        {
            output[l] = Narrow(BiasOf(biases, l) + Dot(input[..inputs], weights.Slice(l * inputs, inputs)), layer);
        }
    }
}
