using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>A weighted sum of all inputs plus a bias for each label: the logits.</summary>
internal static class FullyConnected
{
    /// <summary>out[l] = biases[l] + sum over k of in[k] * weights[l][k].</summary>
    public static void Run(Layer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<int> input, Span<int> output)
    {
        for (int l = 0; l < layer.Output.Channels; l++)
        {
            long sum = biases[l];
            for (int k = 0; k < layer.Input.Count; k++)
            {
                sum = checked(sum + ((long)input[k] * weights[(l * layer.Input.Count) + k]));
            }

            output[l] = checked((int)sum);
        }
    }
}
