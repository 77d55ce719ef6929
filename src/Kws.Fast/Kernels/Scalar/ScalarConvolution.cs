using Kws.Model;
using static Kws.Fast.Kernels.ScalarSums;

namespace Kws.Fast.Kernels;

/// <summary>Convolutions. The values under a kernel are copied side by side, as its weights are.</summary>
internal static class ScalarConvolution
{
    /// <summary>The patch is room for the values under one kernel. Sums of 32 bits are allowed where no value can exceed them.</summary>
    public static void Run(
        ConvolutionLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<int> input, Span<int> output,
        Span<int> patch,
        bool fits32Bits)
    {
        int index = 0;
        foreach (WindowPart part in new WindowParts(layer.Window, layer.Input, layer.Output))
        {
            CopyPatch(layer, part, input, patch);
            Span<int> place = output.Slice(index, layer.Output.Channels);
            index += place.Length;
            if (fits32Bits)
            {
                SumSmall(patch, weights, place);
                continue;
            }

            for (int c = 0; c < place.Length; c++)
            {
                place[c] = Narrow(BiasOf(biases, c) + Dot(patch, weights.Slice(c * patch.Length, patch.Length)), layer);
            }
        }
    }

    /// <summary>The sums of all channels without biases.</summary>
    private static void SumSmall(ReadOnlySpan<int> patch, ReadOnlySpan<int> weights, Span<int> sums)
    {
        for (int c = 0; c < sums.Length; c++)
        {
            sums[c] = DotOfSmall(patch, weights.Slice(c * patch.Length, patch.Length));
        }
    }

    /// <summary>Copies the values under a kernel, zeros where it lies outside.</summary>
    private static void CopyPatch(ConvolutionLayer layer, WindowPart part, ReadOnlySpan<int> input, Span<int> patch)
    {
        int channels = layer.Input.Channels;
        int row = layer.Window.KernelFrequency * channels;
        int length = (part.EndColumn - part.FirstColumn) * channels;
        if (part.IsCut(layer.Window))
        {
            patch.Clear();
        }

        for (int i = part.FirstRow; i < part.EndRow; i++)
        {
            input.Slice(layer.Input.IndexOf(part.Time + i, part.Frequency + part.FirstColumn, 0), length)
                .CopyTo(patch[((i * row) + (part.FirstColumn * channels))..]);
        }
    }

    private static int DotOfSmall(ReadOnlySpan<int> values, ReadOnlySpan<int> weights)
    {
        int sum = 0;
        int i = 0;
        for (; i < (values.Length & ~3) && i + 3 < weights.Length; i += 4)
        {
            sum += (values[i] * weights[i]) + (values[i + 1] * weights[i + 1]) + (values[i + 2] * weights[i + 2])
                + (values[i + 3] * weights[i + 3]);
        }

        for (; i < values.Length; i++)
        {
            sum += values[i] * weights[i];
        }

        return sum;
    }
}
