using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>A 1 x 1 convolution: every output channel is a weighted sum of all input channels at its position.</summary>
internal static class PointwiseConvolution
{
    /// <summary>out[t][f][o] = biases[o] + sum over k of in[t][f][k] * weights[o][k].</summary>
    public static void Run(
        PointwiseConvolutionLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<int> input, Span<int> output)
    {
        for (int t = 0; t < layer.Output.Time; t++)
        {
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                for (int o = 0; o < layer.Output.Channels; o++)
                {
                    long sum = biases.IsEmpty ? 0 : biases[o];
                    for (int k = 0; k < layer.Input.Channels; k++)
                    {
                        int x = input[layer.Input.IndexOf(t, f, k)];
                        int w = weights[(o * layer.Input.Channels) + k];
                        sum = checked(sum + ((long)x * w));
                    }

                    output[layer.Output.IndexOf(t, f, o)] = checked((int)sum);
                }
            }
        }
    }
}
