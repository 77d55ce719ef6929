using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>Requantisations, in place.</summary>
internal static class ScalarRequantization
{
    public static void Run(RequantizationLayer layer, Span<int> values)
    {
        values = values[..layer.Input.Count];
        if (layer.Rounding == Rounding.Floor && !layer.Relu && layer.SaturationBits is null)
        {
            foreach (ref int value in values)
            {
                value >>= layer.Shift;
            }

            return;
        }

        (long half, int shift, int min, int max) = (layer.Half, layer.Shift, layer.MinOutput, layer.MaxOutput);
        foreach (ref int value in values)
        {
            // Never above the largest of 32 bits: half is 0 without a shift.
            value = (int)Math.Clamp((value + half) >> shift, min, max);
        }
    }
}
