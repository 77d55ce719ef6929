using Kws.Model;

namespace Kws.Analysis.Ranges;

/// <summary>Bounds of one layer from the bounds of the layer before: every value at the worst of its range, whatever the others are.</summary>
/// <param name="weights">The range of a tensor's value by its index: a single value, or all that a weight may be.</param>
internal sealed class IntervalAnalysis(Func<TensorSpec, int, ValueRange> weights)
{
    /// <param name="layer">The layer.</param>
    /// <param name="input">The range of each channel of its input, at every position.</param>
    public LayerRanges Run(Layer layer, IReadOnlyList<ValueRange> input) => new(
        layer,
        [.. Enumerable.Range(0, layer.Output.Channels).Select(channel => Channel(layer, channel, input))],
        layer.Kind is LayerKind.Convolution ? RangeMethod.Exact : RangeMethod.Interval);

    private ChannelRanges Channel(Layer layer, int channel, IReadOnlyList<ValueRange> input)
    {
        int taps = layer.Weights is { } spec ? spec.Count / layer.Output.Channels : 0;
        IEnumerable<int> all = Enumerable.Range(0, taps);
        return layer.Kind switch
        {
            LayerKind.FloorDivision => new([], input[channel] >> layer.Shift),
            LayerKind.GlobalMaxPool => new([], input[channel]),
            LayerKind.DepthwiseConvolution => Sum(
                default, DepthwisePosition.Kinds(layer).Select(position => (IEnumerable<int>)position.Taps),
                tap => (input[channel], weights(layer.Weights!, (tap * layer.Input.Channels) + channel))),
            LayerKind.Convolution => Sum(default, [all], tap => (input[0], weights(layer.Weights!, (channel * taps) + tap))),
            LayerKind.PointwiseConvolution => Sum(default, [all], tap => (input[tap], weights(layer.Weights!, (channel * taps) + tap))),
            LayerKind.FullyConnected => Sum(
                weights(layer.Biases!, channel), [all], tap => (input[tap], weights(layer.Weights!, (channel * taps) + tap))),
            _ => throw new ArgumentException($"{layer.Name}: unknown kind of layer {layer.Kind}", nameof(layer)),
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

        return new ChannelRanges([.. taps.Values], output!.Value.Intersect(ValueRange.Word));
    }
}
