using System.Numerics;
using Kws.Model;

namespace Kws.Reference.FrontEnds;

/// <summary>Step 6: the logarithm of a band's sum to base 2, by a table of 65 entries and a line between two of them.</summary>
internal static class Logarithm
{
    private const int FractionBits = 15;
    private const int MantissaBits = 31;

    /// <param name="sum">The sum; one of 0 counts as 1.</param>
    /// <param name="exponent">The exponent of the spectrum.</param>
    /// <param name="tables">The table.</param>
    /// <returns>
    /// log2 in the scale of samples in [-1, 1), with 9 fraction bits, of 16 bits: silence is -(30 + weight bits) x 512.
    /// </returns>
    public static int Of(int sum, int exponent, IntegerTables tables)
    {
        uint value = (uint)Math.Max(sum, 1);
        int power = BitOperations.Log2(value);

        // 1 <= mantissa < 2 with 31 fraction bits: 6 choose the entry, 15 the place up to the next one, the rest is cut off.
        uint mantissa = value << (MantissaBits - power);
        int index = (int)(mantissa >> (MantissaBits - IntegerTables.LogarithmIndexBits)) & ((1 << IntegerTables.LogarithmIndexBits) - 1);
        int place = (int)(mantissa >> (MantissaBits - IntegerTables.LogarithmIndexBits - FractionBits)) & ((1 << FractionBits) - 1);
        int rise = tables.Log2[index + 1] - tables.Log2[index];
        int fraction = tables.Log2[index] + Shift.Rounded(rise * place, FractionBits);
        return ((power + exponent - tables.FullScale) << IntegerTables.LogarithmBits)
            + Shift.Rounded(fraction, IntegerTables.UnitBits - IntegerTables.LogarithmBits);
    }
}
