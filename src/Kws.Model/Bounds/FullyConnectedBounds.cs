namespace Kws.Model;

/// <summary>The bounds of a fully connected layer.</summary>
internal static class FullyConnectedBounds
{
    /// <inheritdoc cref="LayerBounds.Sums"/>
    public static ValueRange[] Of(
        FullyConnectedLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<ValueRange> input) =>
        SumBounds.OfRows(weights, biases, layer.Output.Channels, input);
}
