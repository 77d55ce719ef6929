using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Bounds of one layer from the bounds of the layer before: every value at the worst of its range, whatever the others are.
/// </summary>
/// <param name="weights">The range of a tensor's value by its index: a single value, or all that a weight may be.</param>
internal sealed class IntervalAnalysis(Func<TensorSpec, int, ValueRange> weights)
{
    /// <param name="layer">The layer.</param>
    /// <param name="input">The range of each channel of its input, at every position.</param>
    public LayerRanges Run(Layer layer, IReadOnlyList<ValueRange> input) => new(
        layer, [.. Enumerable.Range(0, layer.Output.Channels).Select(channel => Channel(layer, channel, input))], RangeMethod.Interval)
    {
        Inside = layer is RecurrentLayer recurrent ? new RecurrentIntervals(recurrent, weights).Inside(input) : [],
    };

    private ChannelRanges Channel(Layer layer, int channel, IReadOnlyList<ValueRange> input) => layer switch
    {
        AccumulatingLayer sums => Sums(sums, channel, input),
        RequantizationLayer narrowed => new([], RequantizationBounds.Of(narrowed, input[channel]).Clamp(ValueRange.Word)),
        MaxPoolLayer => new([], MaxPoolBounds.Of(input[channel])),
        AveragePoolLayer pool => new([], AveragePoolBounds.Of(pool, input[channel]).Clamp(ValueRange.Word)),
        RecurrentLayer => new([], RecurrentBounds.Output),
        LastFrameLayer => new([], input[channel]),
        _ => throw new ArgumentException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}", nameof(layer)),
    };

    private ChannelRanges Sums(AccumulatingLayer layer, int channel, IReadOnlyList<ValueRange> input)
    {
        int count = layer.WeightsPerChannel;
        int channels = layer.Input.Channels;
        ValueRange start = layer.Biases is { } biases ? weights(biases, channel) : default;
        IEnumerable<int> all = Enumerable.Range(0, count);
        return layer switch
        {
            DepthwiseConvolutionLayer depthwise => Sum(
                start, WindowPosition.Kinds(depthwise).Select(position => (IEnumerable<int>)position.Taps),
                tap => (input[channel], weights(layer.Weights, (tap * channels) + channel))),
            ConvolutionLayer convolution => Sum(
                start,
                WindowPosition.Kinds(convolution)
                    .Select(position => position.Taps.SelectMany(tap => Enumerable.Range(tap * channels, channels))),
                tap => (input[tap % channels], weights(layer.Weights, (channel * count) + tap))),
            _ => Sum(start, [all], tap => (input[tap % channels], weights(layer.Weights, (channel * count) + tap))),
        };
    }

    /// <summary>A sum of products from a start value, over each of several selections of the taps.</summary>
    private static ChannelRanges Sum(
        ValueRange start, IEnumerable<IEnumerable<int>> selections, Func<int, (ValueRange Input, ValueRange Weight)> operands)
    {
        var taps = new SortedDictionary<int, TapRanges>();
        ValueRange? output = null;
        foreach (IEnumerable<int> selection in selections)
        {
            ValueRange sum = start;
            foreach (int tap in selection)
            {
                (ValueRange input, ValueRange weight) = operands(tap);
                ValueRange product = input * weight;
                sum += product;
                ValueRange all = taps.TryGetValue(tap, out TapRanges known) ? sum.Union(known.Sum) : sum;
                taps[tap] = new TapRanges(tap, input, weight, product, all);
            }

            output = output?.Union(sum) ?? sum;
        }

        return new ChannelRanges([.. taps.Values], output!.Value.Clamp(ValueRange.Word));
    }
}
