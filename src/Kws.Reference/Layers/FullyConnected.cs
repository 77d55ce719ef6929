using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>Weighted sums of all values of the input.</summary>
internal static class FullyConnected
{
    /// <summary>out[l] = biases[l] + sum over k of in[k] * weights[l][k].</summary>
    public static void Run(
        FullyConnectedLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<int> input, Span<int> output)
    {
        for (int l = 0; l < layer.Output.Channels; l++)
        {
            long sum = biases.IsEmpty ? 0 : biases[l];
            for (int k = 0; k < layer.Input.Count; k++)
            {
                sum = checked(sum + ((long)input[k] * weights[(l * layer.Input.Count) + k]));
            }

            output[l] = checked((int)sum);
        }
    }
}
