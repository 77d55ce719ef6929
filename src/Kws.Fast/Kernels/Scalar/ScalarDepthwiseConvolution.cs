using Kws.Model;
using static Kws.Fast.Kernels.ScalarSums;

namespace Kws.Fast.Kernels;

/// <summary>Depthwise convolutions. All channels of a place are neighbours.</summary>
internal static class ScalarDepthwiseConvolution
{
    /// <summary>The sums are room for one 64-bit number per channel.</summary>
    public static void Run(
        DepthwiseConvolutionLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<int> input, Span<int> output,
        Span<long> sums)
    {
        int channels = layer.Input.Channels;
        int index = 0;
        foreach (WindowPart part in new WindowParts(layer.Window, layer.Input, layer.Output))
        {
            sums.Clear();
            for (int i = part.FirstRow; i < part.EndRow; i++)
            {
                for (int j = part.FirstColumn; j < part.EndColumn; j++)
                {
                    AddProducts(
                        sums,
                        input.Slice(layer.Input.IndexOf(part.Time + i, part.Frequency + j, 0), channels),
                        weights.Slice(((i * layer.Window.KernelFrequency) + j) * channels, channels));
                }
            }

            for (int c = 0; c < sums.Length; c++)
            {
                output[index++] = Narrow(BiasOf(biases, c) + sums[c], layer);
            }
        }
    }

    private static void AddProducts(Span<long> sums, ReadOnlySpan<int> values, ReadOnlySpan<int> weights)
    {
        for (int c = 0; c < sums.Length && c < values.Length && c < weights.Length; c++)
        {
            sums[c] += (long)values[c] * weights[c];
        }
    }
}
