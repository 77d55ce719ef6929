namespace Kws.Model;

/// <summary>The bounds of a pointwise convolution.</summary>
internal static class PointwiseConvolutionBounds
{
    /// <inheritdoc cref="LayerBounds.Sums"/>
    public static ValueRange[] Of(
        PointwiseConvolutionLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<ValueRange> input) =>
        SumBounds.OfRows(weights, biases, layer.Output.Channels, input);
}
