using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>A convolution over time and frequency. Every output channel sums over all channels of the input.</summary>
internal static class Convolution
{
    /// <summary>
    /// out[t][f][c] = biases[c] + sum over (i, j, k) of
    /// in[t * strideTime + i - paddingTime][f * strideFrequency + j - paddingFrequency][k] * weights[c][i][j][k],
    /// where positions outside the input count as zero.
    /// </summary>
    public static void Run(
        ConvolutionLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<int> input, Span<int> output)
    {
        Window window = layer.Window;
        for (int t = 0; t < layer.Output.Time; t++)
        {
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                for (int c = 0; c < layer.Output.Channels; c++)
                {
                    long sum = biases.IsEmpty ? 0 : biases[c];
                    for (int i = 0; i < window.KernelTime; i++)
                    {
                        for (int j = 0; j < window.KernelFrequency; j++)
                        {
                            int time = (t * window.StrideTime) + i - layer.PaddingTime;
                            int frequency = (f * window.StrideFrequency) + j - layer.PaddingFrequency;
                            if (time < 0 || time >= layer.Input.Time || frequency < 0 || frequency >= layer.Input.Frequency)
                            {
                                continue;
                            }

                            int x = layer.Input.IndexOf(time, frequency, 0);
                            int w = ((((c * window.KernelTime) + i) * window.KernelFrequency) + j) * layer.Input.Channels;
                            for (int k = 0; k < layer.Input.Channels; k++)
                            {
                                sum = checked(sum + ((long)input[x + k] * weights[w + k]));
                            }
                        }
                    }

                    output[layer.Output.IndexOf(t, f, c)] = checked((int)sum);
                }
            }
        }
    }
}
