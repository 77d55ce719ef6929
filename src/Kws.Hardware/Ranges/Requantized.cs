using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>A requantisation of one value.</summary>
internal static class Requantized
{
    /// <summary>The output of a layer for a sum; it does not fall where the sum rises.</summary>
    public static long Of(RequantizationLayer layer, long sum) => Of(layer, sum, layer.Shift);

    /// <summary>The output with another shift.</summary>
    public static long Of(RequantizationLayer layer, long sum, int shift)
    {
        long half = layer.Rounding == Rounding.HalfUp ? (1L << shift) >> 1 : 0;
        return Math.Clamp((sum + half) >> shift, layer.MinOutput, layer.MaxOutput);
    }
}
