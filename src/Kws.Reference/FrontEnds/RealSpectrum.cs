using Kws.Model;

namespace Kws.Reference.FrontEnds;

/// <summary>
/// Step 3: from the transform Z of the complex numbers to that of the samples, X, from frequency 0 to below half the rate.
/// </summary>
/// <remarks>
/// With E the transform of the even samples and O that of the odd ones, Z = E + i O, and both are of real numbers, so that
/// <code>
/// 2 E[k] = Z[k] + conj Z[M - k],  2 O[k] = -i (Z[k] - conj Z[M - k]),  X[k] = E[k] + exp(-2 pi i k / N) O[k].
/// </code>
/// Z is shifted as before a stage. The sum is rounded once, at 16 bits: no X has a magnitude above 2^15.
/// </remarks>
internal static class RealSpectrum
{
    /// <param name="re">Real parts of M numbers Z; receives those of X.</param>
    /// <param name="im">Imaginary parts.</param>
    /// <param name="exponent">Grows by the shift.</param>
    /// <param name="tables">Turns exp(-2 pi i k / N), 2^15 = 1.</param>
    public static void Run(int[] re, int[] im, ref int exponent, IntegerTables tables)
    {
        exponent += BlockShift.Run(re, im, tables.Limit);
        int[] fromRe = [.. re];
        int[] fromIm = [.. im];
        for (int k = 0; k < re.Length; k++)
        {
            int mirrored = (re.Length - k) % re.Length;
            int evenRe = fromRe[k] + fromRe[mirrored];
            int evenIm = fromIm[k] - fromIm[mirrored];
            int oddRe = fromIm[k] + fromIm[mirrored];
            int oddIm = fromRe[mirrored] - fromRe[k];
            int turnedRe = checked((oddRe * tables.TurnRe[k]) - (oddIm * tables.TurnIm[k]));
            int turnedIm = checked((oddRe * tables.TurnIm[k]) + (oddIm * tables.TurnRe[k]));
            re[k] = Shift.Rounded(checked((evenRe << IntegerTables.UnitBits) + turnedRe), IntegerTables.UnitBits + 1);
            im[k] = Shift.Rounded(checked((evenIm << IntegerTables.UnitBits) + turnedIm), IntegerTables.UnitBits + 1);
        }
    }
}
