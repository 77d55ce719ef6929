namespace Kws.Model;

/// <summary>The bounds of a convolution.</summary>
internal static class ConvolutionBounds
{
    /// <inheritdoc cref="LayerBounds.Sums"/>
    public static ValueRange[] Of(
        ConvolutionLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<ValueRange> input) =>
        SumBounds.OfRows(weights, biases, layer.Output.Channels, input);
}
