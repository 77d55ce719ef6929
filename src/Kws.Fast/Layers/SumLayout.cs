using System.Collections.Immutable;
using Kws.Fast.Plans;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// A layer whose outputs sum over all channels of some positions, as a product of matrices: where the 32-bit groups of values that meet a
/// group of weights are, counted from the place of the output's window. In a depthwise convolution of values in halves, a group is two
/// places of the kernel.
/// </summary>
/// <param name="Input">The input.</param>
/// <param name="Channels">The output channels.</param>
/// <param name="ChannelStep">The number of weights from those of one channel to those of the next.</param>
/// <param name="Offsets">The bytes from the start of a window to each group, or to both places of it.</param>
/// <param name="Weights">For each group and value of it the index in a channel's weights; -1 for none.</param>
/// <param name="Starts">The bytes from the start of the input to each window.</param>
internal sealed record SumLayout(PlanTensor Input, int Channels, int ChannelStep, int[] Offsets, int[] Weights, int[] Starts)
{
    /// <summary>The values of a group.</summary>
    public int GroupValues => 4 / Input.ValueBytes;

    /// <summary>The number of groups.</summary>
    public int Groups => Weights.Length / GroupValues;

    /// <summary>The places of a group: 1 or 2.</summary>
    public int PlacesPerGroup => Offsets.Length / Groups;

    /// <summary>The layout of a layer.</summary>
    /// <exception cref="ArgumentException">The layer has no sums.</exception>
    public static SumLayout Of(Layer layer, PlanTensor input) => layer switch
    {
        ConvolutionLayer convolution => OfWindow(layer, convolution.Window, convolution.PaddingTime, convolution.PaddingFrequency, input),
        DepthwiseConvolutionLayer depthwise => OfDepthwise(depthwise, input),
        PointwiseConvolutionLayer => OfWindow(layer, new Window(1, 1, 1, 1, Padding.Valid), 0, 0, input),
        FullyConnectedLayer => OfWindow(layer, new Window(layer.Input.Time, layer.Input.Frequency, 1, 1, Padding.Valid), 0, 0, input),
        _ => throw new ArgumentException($"{layer.Name} has no sums", nameof(layer)),
    };

    private static SumLayout OfDepthwise(DepthwiseConvolutionLayer layer, PlanTensor input)
    {
        int[] taps = WindowPlaces.Taps(layer.Window, input);
        int[] weights = [.. taps.Select((_, tap) => tap * layer.Output.Channels)];
        return taps.Length % 2 == 0
            ? new SumLayout(input, layer.Output.Channels, 1, taps, weights, WindowPlaces.Starts(layer, input))
            : new SumLayout(input, layer.Output.Channels, 1, [.. taps, taps[^1]], [.. weights, -1], WindowPlaces.Starts(layer, input));
    }

    private static SumLayout OfWindow(Layer layer, Window window, int paddingTime, int paddingFrequency, PlanTensor input)
    {
        int channels = input.Shape.Channels;
        var offsets = ImmutableArray.CreateBuilder<int>();
        var weights = ImmutableArray.CreateBuilder<int>();

        // Without padding of the channels, a row of the kernel is contiguous in the input, as it is in the weights; and so is the whole
        // kernel if it is as wide as the input.
        int width = window.KernelFrequency * channels;
        (int rows, int columns, int length) = input.Stride != channels ? (window.KernelTime, window.KernelFrequency, channels)
            : width * input.ValueBytes != input.RowBytes ? (window.KernelTime, 1, width)
            : (1, 1, window.KernelTime * width);
        int values = 4 / input.ValueBytes;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                int first = ((i * window.KernelFrequency) + j) * channels;
                for (int k = 0; k < length; k += values)
                {
                    offsets.Add((i * input.RowBytes) + (j * input.PositionBytes) + (k * input.ValueBytes));
                    for (int v = k; v < k + values; v++)
                    {
                        weights.Add(v < length ? first + v : -1);
                    }
                }
            }
        }

        TensorShape output = layer.Output;
        int places = layer is FullyConnectedLayer ? 1 : output.Time * output.Frequency;
        int[] starts = [.. Enumerable.Range(0, places).Select(p => input.OffsetOf(
            (p / output.Frequency * window.StrideTime) - paddingTime, (p % output.Frequency * window.StrideFrequency) - paddingFrequency))];
        return new SumLayout(input, output.Channels, ((AccumulatingLayer)layer).WeightsPerChannel, [.. offsets], [.. weights], starts);
    }
}
