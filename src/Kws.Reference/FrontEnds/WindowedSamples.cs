using System.Numerics;
using Kws.Model;

namespace Kws.Reference.FrontEnds;

/// <summary>Step 1: samples times the window, scaled by a power of two so that the loudest ones use all bits of the transform.</summary>
internal static class WindowedSamples
{
    /// <param name="samples">At most a window of samples; what is missing is silence.</param>
    /// <param name="tables">The window, 2^15 = 1.</param>
    /// <returns>
    /// N numbers of the bits of the transform, of which 2^(exponent - 15) makes samples again, and the exponent, 0 to 16 with 16 bits.
    /// </returns>
    public static (int[] Values, int Exponent) Of(ReadOnlySpan<short> samples, IntegerTables tables)
    {
        int largest = 0;
        foreach (short sample in samples)
        {
            largest = Math.Max(largest, Math.Abs((int)sample));
        }

        // Bits of the largest magnitude: 0 for silence, 16 for -32,768.
        int exponent = 32 - BitOperations.LeadingZeroCount((uint)largest) + tables.LostBits;
        var values = new int[tables.TransformLength];
        for (int n = 0; n < samples.Length; n++)
        {
            values[n] = Shift.Rounded(checked(samples[n] * tables.Window[n]), exponent);
        }

        return (values, exponent);
    }
}
