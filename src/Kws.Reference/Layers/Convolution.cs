using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>Convolution of one input channel, VALID padding, no bias.</summary>
internal static class Convolution
{
    /// <summary>out[t][f][c] = sum over (i, j) of in[t * strideTime + i][f * strideFrequency + j] * weights[c][i][j].</summary>
    public static void Run(Layer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> input, Span<int> output)
    {
        ConvolutionSpec window = layer.Window;
        for (int t = 0; t < layer.Output.Time; t++)
        {
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                for (int c = 0; c < layer.Output.Channels; c++)
                {
                    long sum = 0;
                    for (int i = 0; i < window.KernelTime; i++)
                    {
                        for (int j = 0; j < window.KernelFrequency; j++)
                        {
                            int x = input[layer.Input.IndexOf((t * window.StrideTime) + i, (f * window.StrideFrequency) + j, 0)];
                            int w = weights[(((c * window.KernelTime) + i) * window.KernelFrequency) + j];
                            sum = checked(sum + ((long)x * w));
                        }
                    }

                    output[layer.Output.IndexOf(t, f, c)] = checked((int)sum);
                }
            }
        }
    }
}
