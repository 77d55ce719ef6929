namespace Kws.Model;

/// <summary>The bounds of a depthwise convolution.</summary>
internal static class DepthwiseConvolutionBounds
{
    /// <inheritdoc cref="LayerBounds.Sums"/>
    public static ValueRange[] Of(
        DepthwiseConvolutionLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, ReadOnlySpan<ValueRange> input)
    {
        int channels = layer.Output.Channels;
        var sums = new ValueRange[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            ValueRange sum = biases.IsEmpty ? default : ValueRange.Of(biases[channel]);
            for (int i = channel; i < weights.Length; i += channels)
            {
                sum = SumBounds.WithProduct(sum, input[channel], weights[i]);
            }

            sums[channel] = sum;
        }

        return sums;
    }
}
