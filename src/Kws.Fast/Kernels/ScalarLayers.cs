using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>The layers of <see cref="ScalarKernel"/>. Arrays are [time][frequency][channel]; an <see cref="OverflowException"/> names its layer.</summary>
internal static class ScalarLayers
{
    /// <summary>The patch is room for the values under one kernel.</summary>
    public static void Convolution(Layer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> input, Span<int> output, Span<int> patch)
    {
        ConvolutionSpec window = layer.Window;
        int width = window.KernelFrequency;
        int index = 0;
        for (int t = 0; t < layer.Output.Time; t++)
        {
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                for (int i = 0; i < window.KernelTime; i++)
                {
                    int row = layer.Input.IndexOf((t * window.StrideTime) + i, f * window.StrideFrequency, 0);
                    input.Slice(row, width).CopyTo(patch[(i * width)..]);
                }

                for (int c = 0; c < window.Channels; c++)
                {
                    // At most 2^20 products of 2^10: 32 bits are enough here, whatever the topology.
                    output[index++] = DotOfSmall(patch, weights.Slice(c * patch.Length, patch.Length));
                }
            }
        }
    }

    /// <summary>The sums are room for one 64-bit number a channel.</summary>
    public static void DepthwiseConvolution(
        Layer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> input, Span<int> output, Span<long> sums)
    {
        ConvolutionSpec window = layer.Window;
        int channels = window.Channels;
        for (int t = 0; t < layer.Output.Time; t++)
        {
            int time = (t * window.StrideTime) - layer.PaddingTime;
            (int firstRow, int endRow) = Inside(time, window.KernelTime, layer.Input.Time);
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                int frequency = (f * window.StrideFrequency) - layer.PaddingFrequency;
                (int firstColumn, int endColumn) = Inside(frequency, window.KernelFrequency, layer.Input.Frequency);
                sums.Clear();
                for (int i = firstRow; i < endRow; i++)
                {
                    for (int j = firstColumn; j < endColumn; j++)
                    {
                        AddProducts(
                            sums,
                            input.Slice(layer.Input.IndexOf(time + i, frequency + j, 0), channels),
                            weights.Slice(((i * window.KernelFrequency) + j) * channels, channels));
                    }
                }

                Span<int> position = output.Slice(layer.Output.IndexOf(t, f, 0), channels);
                for (int c = 0; c < position.Length; c++)
                {
                    position[c] = Narrow(sums[c], layer);
                }
            }
        }
    }

    public static void PointwiseConvolution(Layer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> input, Span<int> output)
    {
        int inputs = layer.Input.Channels;
        int index = 0;
        for (int position = 0; position < layer.Input.Time * layer.Input.Frequency; position++)
        {
            ReadOnlySpan<int> values = input.Slice(position * inputs, inputs);
            for (int o = 0; o < layer.Output.Channels; o++)
            {
                output[index++] = Narrow(Dot(values, weights.Slice(o * inputs, inputs)), layer);
            }
        }
    }

    public static void FullyConnected(Layer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<int> input, Span<int> output)
    {
        int inputs = layer.Input.Count;
        for (int l = 0; l < biases.Length; l++)
        {
            output[l] = Narrow(biases[l] + Dot(input[..inputs], weights.Slice(l * inputs, inputs)), layer);
        }
    }

    public static void GlobalMaxPool(Layer layer, ReadOnlySpan<int> input, Span<int> output)
    {
        int channels = layer.Input.Channels;
        input[..channels].CopyTo(output);
        for (int i = channels; i < layer.Input.Count; i += channels)
        {
            for (int c = 0; c < channels; c++)
            {
                output[c] = Math.Max(output[c], input[i + c]);
            }
        }
    }

    public static void FloorDivision(Layer layer, Span<int> values)
    {
        foreach (ref int value in values[..layer.Input.Count])
        {
            value >>= layer.Shift;
        }
    }

    private static long Dot(ReadOnlySpan<int> values, ReadOnlySpan<int> weights)
    {
        long sum = 0;
        for (int i = 0; i < values.Length && i < weights.Length; i++)
        {
            sum += (long)values[i] * weights[i];
        }

        return sum;
    }

    private static int DotOfSmall(ReadOnlySpan<int> values, ReadOnlySpan<int> weights)
    {
        int sum = 0;
        int i = 0;
        for (; i < (values.Length & ~3) && i + 3 < weights.Length; i += 4)
        {
            sum += (values[i] * weights[i]) + (values[i + 1] * weights[i + 1]) + (values[i + 2] * weights[i + 2]) + (values[i + 3] * weights[i + 3]);
        }

        for (; i < values.Length; i++)
        {
            sum += values[i] * weights[i];
        }

        return sum;
    }

    private static void AddProducts(Span<long> sums, ReadOnlySpan<int> values, ReadOnlySpan<int> weights)
    {
        for (int c = 0; c < sums.Length && c < values.Length && c < weights.Length; c++)
        {
            sums[c] += (long)values[c] * weights[c];
        }
    }

    /// <summary>The part of a kernel that lies inside the input.</summary>
    private static (int First, int End) Inside(int start, int kernel, int length) => (Math.Max(-start, 0), Math.Min(kernel, length - start));

    private static int Narrow(long sum, Layer layer) =>
        sum == (int)sum ? (int)sum : throw new OverflowException($"{layer.Name}: a value does not fit 32 bits");
}
