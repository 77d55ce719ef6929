using Kws.Model;

namespace Kws.Reference.FrontEnds;

/// <summary>
/// Step 2: the Fourier transform of M = N/2 complex numbers, whose real parts are the even samples and whose imaginary parts are the odd
/// ones. Radix 2, decimation in time, in place, in block floating point.
/// </summary>
/// <remarks>
/// Before every stage all numbers are shifted right together, as far as it takes for every part to lie within
/// <see cref="IntegerTables.Limit"/>. The exponent counts these shifts.
/// </remarks>
internal static class ComplexTransform
{
    /// <param name="re">Real parts of M numbers; receives those of the transform.</param>
    /// <param name="im">Imaginary parts.</param>
    /// <param name="exponent">Grows by the shifts.</param>
    /// <param name="tables">Turns exp(-2 pi i k / N), 2^15 = 1.</param>
    public static void Run(int[] re, int[] im, ref int exponent, IntegerTables tables)
    {
        ReverseBits(re);
        ReverseBits(im);
        for (int length = 2; length <= re.Length; length *= 2)
        {
            exponent += BlockShift.Run(re, im, tables.Limit);
            for (int start = 0; start < re.Length; start += length)
            {
                for (int k = 0; k < length / 2; k++)
                {
                    int turn = k * (tables.TransformLength / length);
                    Butterfly(re, im, start + k, start + k + (length / 2), tables.TurnRe[turn], tables.TurnIm[turn]);
                }
            }
        }
    }

    /// <summary>a and b become a + b w and a - b w, the product rounded at 15 bits.</summary>
    private static void Butterfly(int[] re, int[] im, int a, int b, int turnRe, int turnIm)
    {
        int turnedRe = Shift.Rounded(checked((re[b] * turnRe) - (im[b] * turnIm)), IntegerTables.UnitBits);
        int turnedIm = Shift.Rounded(checked((re[b] * turnIm) + (im[b] * turnRe)), IntegerTables.UnitBits);
        (re[a], re[b]) = (re[a] + turnedRe, re[a] - turnedRe);
        (im[a], im[b]) = (im[a] + turnedIm, im[a] - turnedIm);
    }

    /// <summary>Exchanges every number with the one whose index has the same bits backwards.</summary>
    private static void ReverseBits(int[] values)
    {
        for (int i = 1, reversed = 0; i < values.Length; i++)
        {
            int bit = values.Length / 2;
            for (; (reversed & bit) != 0; bit /= 2)
            {
                reversed ^= bit;
            }

            reversed ^= bit;
            if (i < reversed)
            {
                (values[i], values[reversed]) = (values[reversed], values[i]);
            }
        }
    }
}
