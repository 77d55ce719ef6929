using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>Division by a power of two, then ReLU and saturation where they are asked for.</summary>
internal static class Requantization
{
    /// <summary>
    /// out[i] = floor(in[i] / 2^shift), or floor((in[i] + 2^(shift - 1)) / 2^shift) to round halves upwards; negative values become 0
    /// (ReLU); values beyond the bits of the saturation become its ends. An arithmetic shift right rounds towards minus infinity: floor(-1
    /// / 8) is -1.
    /// </summary>
    public static void Run(RequantizationLayer layer, ReadOnlySpan<int> input, Span<int> output)
    {
        long half = layer.Rounding == Rounding.HalfUp && layer.Shift > 0 ? 1L << (layer.Shift - 1) : 0;
        for (int i = 0; i < input.Length; i++)
        {
            long value = (input[i] + half) >> layer.Shift;
            if (layer.Relu)
            {
                value = Math.Max(value, 0);
            }

            if (layer.SaturationBits is { } bits)
            {
                value = Math.Clamp(value, -(1L << (bits - 1)), (1L << (bits - 1)) - 1);
            }

            output[i] = checked((int)value);
        }
    }
}
