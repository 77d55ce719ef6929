namespace Kws.Model;

/// <summary>
/// Bounds of a bias and any of a sum's products, in whatever order they are added: so also of sums that a border cuts off, and of every
/// partial sum of a kernel that adds in an order of its own.
/// </summary>
internal static class SumBounds
{
    /// <summary>
    /// The bounds for each output channel of a layer whose weights are [channel][tap], the channel of the input varying fastest.
    /// </summary>
    public static ValueRange[] OfRows(ReadOnlySpan<int> weights, ReadOnlySpan<int> biases, int channels, ReadOnlySpan<ValueRange> input)
    {
        var sums = new ValueRange[channels];
        int count = weights.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        {
            ValueRange sum = biases.IsEmpty ? default : ValueRange.Of(biases[channel]);
            ReadOnlySpan<int> row = weights.Slice(channel * count, count);
            for (int first = 0; first < count; first += input.Length)
            {
                for (int i = 0; i < input.Length; i++)
                {
                    sum = WithProduct(sum, input[i], row[first + i]);
                }
            }

            sums[channel] = sum;
        }

        return sums;
    }

    /// <summary>The bounds of a sum that may get one more product.</summary>
    public static ValueRange WithProduct(ValueRange sum, ValueRange input, int weight)
    {
        (long a, long b) = (input.Least * weight, input.Greatest * weight);
        return new ValueRange(sum.Least + Math.Min(0, Math.Min(a, b)), sum.Greatest + Math.Max(0, Math.Max(a, b)));
    }
}
