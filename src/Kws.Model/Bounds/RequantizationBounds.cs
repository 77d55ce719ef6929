namespace Kws.Model;

/// <summary>A requantisation of one value, and its bounds.</summary>
internal static class RequantizationBounds
{
    /// <summary>The output of a layer for a sum; it does not fall where the sum rises.</summary>
    public static long Of(RequantizationLayer layer, long sum) => Of(layer, sum, layer.Shift);

    /// <summary>The output with another shift.</summary>
    public static long Of(RequantizationLayer layer, long sum, int shift)
    {
        long half = layer.Rounding == Rounding.HalfUp ? (1L << shift) >> 1 : 0;
        return Math.Clamp((sum + half) >> shift, layer.MinOutput, layer.MaxOutput);
    }

    /// <summary>The outputs for a range of sums.</summary>
    public static ValueRange Of(RequantizationLayer layer, ValueRange sums) => sums.Map(sum => Of(layer, sum));
}
