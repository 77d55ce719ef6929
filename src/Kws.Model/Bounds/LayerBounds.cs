using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>The bounds of one layer of a model, each value at the worst of its range, whatever the others are.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The range of each channel of the input.</param>
/// <param name="Sums">
/// The range of each output channel's sums, and of its partial sums in any order; for other layers that of the output.
/// </param>
/// <param name="Output">The range of each channel of the output.</param>
internal sealed record LayerBounds(
    Layer Layer, ImmutableArray<ValueRange> Input, ImmutableArray<ValueRange> Sums, ImmutableArray<ValueRange> Output)
{
    /// <summary>The bounds of all layers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="limit">
    /// A range that a layer's output, by its index, is known to lie in: by a check, or since the reference refuses others.
    /// </param>
    public static ImmutableArray<LayerBounds> Of(KwsModel model, Func<int, ValueRange> limit)
    {
        var layers = ImmutableArray.CreateBuilder<LayerBounds>();
        ImmutableArray<ValueRange> values =
            [.. Enumerable.Repeat(new ValueRange(model.Network.MinInput, model.Network.MaxInput), model.Network.Input.Channels)];
        foreach (Layer layer in model.Network.Layers)
        {
            ImmutableArray<ValueRange> sums = [.. SumsOf(layer, model, values.AsSpan())];
            layers.Add(new LayerBounds(layer, values, sums, [.. sums.Select(sum => sum.Clamp(limit(layers.Count)))]));
            values = layers[^1].Output;
        }

        return layers.ToImmutable();
    }

    private static ValueRange[] SumsOf(Layer layer, KwsModel model, ReadOnlySpan<ValueRange> input)
    {
        ReadOnlySpan<int> weights = layer is AccumulatingLayer sums ? model[sums.Weights].AsSpan() : [];
        ReadOnlySpan<int> biases = layer is AccumulatingLayer { Biases: { } spec } ? model[spec].AsSpan() : [];
        return layer switch
        {
            ConvolutionLayer convolution => ConvolutionBounds.Of(convolution, weights, biases, input),
            DepthwiseConvolutionLayer depthwise => DepthwiseConvolutionBounds.Of(depthwise, weights, biases, input),
            PointwiseConvolutionLayer pointwise => PointwiseConvolutionBounds.Of(pointwise, weights, biases, input),
            FullyConnectedLayer connected => FullyConnectedBounds.Of(connected, weights, biases, input),
            RequantizationLayer narrowed => Map(input, range => RequantizationBounds.Of(narrowed, range)),
            MaxPoolLayer => Map(input, MaxPoolBounds.Of),
            AveragePoolLayer pool => Map(input, range => AveragePoolBounds.Of(pool, range)),
            RecurrentLayer => [.. Enumerable.Repeat(RecurrentBounds.Output, layer.Output.Channels)],
            LastFrameLayer => [.. input],
            _ => throw new ArgumentException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}", nameof(layer)),
        };
    }

    private static ValueRange[] Map(ReadOnlySpan<ValueRange> input, Func<ValueRange, ValueRange> map) => [.. input.ToArray().Select(map)];
}
