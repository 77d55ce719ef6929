using Kws.Model;

namespace Kws.Reference.FrontEnds;

/// <summary>Step 7: a coefficient, a DCT-II of the logarithms, rounded to nearest, halves up, and clamped to the bits of a value.</summary>
internal static class CosineTransform
{
    /// <returns>An integer of the bits of the front end.</returns>
    public static sbyte Of(ReadOnlySpan<int> logarithms, int coefficient, IntegerTables tables, FrontEnd frontEnd)
    {
        int sum = 0;
        for (int band = 0; band < logarithms.Length; band++)
        {
            sum = checked(sum + (tables.Cosines[coefficient][band] * logarithms[band]));
        }

        int rounded = Shift.Rounded(sum, tables.CosineBits + IntegerTables.LogarithmBits);
        return (sbyte)Math.Clamp(rounded, frontEnd.LeastValue, frontEnd.GreatestValue);
    }
}
