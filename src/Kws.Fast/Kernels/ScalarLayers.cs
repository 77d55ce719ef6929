using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>The layers of <see cref="Scalar"/>. Arrays are [time][frequency][channel]; an <see cref="OverflowException"/> names its layer.</summary>
internal static class ScalarLayers
{
    public static void Convolution(LayerSpec layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> input, Span<int> output)
    {
        ConvolutionSpec window = layer.Window;
        int kernel = window.KernelTime * window.KernelFrequency;
        int index = 0;
        for (int t = 0; t < layer.Output.Time; t++)
        {
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                int origin = layer.Input.IndexOf(t * window.StrideTime, f * window.StrideFrequency, 0);
                for (int c = 0; c < window.Channels; c++)
                {
                    long sum = 0;
                    for (int i = 0; i < window.KernelTime; i++)
                    {
                        sum += Dot(
                            input.Slice(origin + (i * layer.Input.Frequency), window.KernelFrequency),
                            weights.Slice((c * kernel) + (i * window.KernelFrequency), window.KernelFrequency));
                    }

                    output[index++] = Narrow(sum, layer);
                }
            }
        }
    }

    public static void DepthwiseConvolution(LayerSpec layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> input, Span<int> output)
    {
        ConvolutionSpec window = layer.Window;
        int channels = window.Channels;
        int index = 0;
        for (int t = 0; t < layer.Output.Time; t++)
        {
            int time = (t * window.StrideTime) - layer.PaddingTime;
            (int firstRow, int lastRow) = Inside(time, window.KernelTime, layer.Input.Time);
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                int frequency = (f * window.StrideFrequency) - layer.PaddingFrequency;
                (int firstColumn, int lastColumn) = Inside(frequency, window.KernelFrequency, layer.Input.Frequency);
                for (int c = 0; c < channels; c++)
                {
                    long sum = 0;
                    for (int i = firstRow; i < lastRow; i++)
                    {
                        int x = layer.Input.IndexOf(time + i, frequency + firstColumn, c);
                        int w = (((i * window.KernelFrequency) + firstColumn) * channels) + c;
                        for (int j = firstColumn; j < lastColumn; j++, x += channels, w += channels)
                        {
                            sum += (long)input[x] * weights[w];
                        }
                    }

                    output[index++] = Narrow(sum, layer);
                }
            }
        }
    }

    public static void PointwiseConvolution(LayerSpec layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> input, Span<int> output)
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

    public static void FullyConnected(LayerSpec layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<int> input, Span<int> output)
    {
        int inputs = layer.Input.Count;
        for (int l = 0; l < biases.Length; l++)
        {
            output[l] = Narrow(biases[l] + Dot(input[..inputs], weights.Slice(l * inputs, inputs)), layer);
        }
    }

    public static void GlobalMaxPool(LayerSpec layer, ReadOnlySpan<int> input, Span<int> output)
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

    public static void FloorDivision(LayerSpec layer, Span<int> values)
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

    /// <summary>The part of a kernel that lies inside the input.</summary>
    private static (int First, int End) Inside(int start, int kernel, int length) => (Math.Max(-start, 0), Math.Min(kernel, length - start));

    private static int Narrow(long sum, LayerSpec layer) =>
        sum == (int)sum ? (int)sum : throw new OverflowException($"{layer.Name}: a value does not fit 32 bits");
}
