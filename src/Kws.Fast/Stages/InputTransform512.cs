using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Stages;

/// <summary>The input transform with AVX-512 BW: one load holds the six rows that a pair of output rows needs, one word permutation makes four phases.</summary>
/// <remarks>
/// A pair of columns is a 16-bit word; row r of a window begins at word 5r. All differences of a window are taken at once, with the
/// window displaced by one word (a pair of columns), two rows, or both.
/// </remarks>
internal readonly unsafe struct InputTransform512 : IInputTransform
{
    private const int ColumnPair = 2;
    private const int TwoRows = 2 * VectorModel.Coefficients;

    /// <summary>The last window, moved back so that the displaced one ends with the fingerprint.</summary>
    private const int LastWindow = VectorModel.FingerprintLength - 64 - TwoRows - ColumnPair;

    /// <summary>By how many words the last window begins early.</summary>
    private const short LastDisplacement = (((WinogradLayout.RowPairs - 1) * 2 * TwoRows) - LastWindow) / 2;

    public static bool Run(sbyte* fingerprint, byte* tiles)
    {
        byte* input = (byte*)fingerprint;

        // Rows 0 and 1: words 0 and 2 (columns X0, X2), then words 1 and 3 (X1, X3). Two rows further: ten words more.
        Vector512<short> earlyRows = Vector512.Create(
            0, 0, 0, 0, 2, 2, 2, 2, 5, 5, 5, 5, 7, 7, 7, 7, 1, 1, 1, 1, 3, 3, 3, 3, 6, 6, 6, 6, 8, 8, 8, 8);
        Vector512<short> lateRows = earlyRows + Vector512.Create((short)10);

        // Words 1 and 3 of rows 0, 1, 2, 3.
        Vector512<short> oddColumns = Vector512.Create(
            1, 1, 1, 1, 3, 3, 3, 3, 6, 6, 6, 6, 8, 8, 8, 8, 11, 11, 11, 11, 13, 13, 13, 13, 16, 16, 16, 16, 18, 18, 18, 18);

        Vector512<byte> seen = Vector512<byte>.Zero;
        for (int pair = 0; pair < WinogradLayout.RowPairs - 1; pair++)
        {
            seen |= Window(input, tiles, earlyRows, lateRows, oddColumns);
            input += 2 * TwoRows;
            tiles += WinogradLayout.RowPairBytes;
        }

        Vector512<short> displacement = Vector512.Create(LastDisplacement);
        input = (byte*)fingerprint + LastWindow;
        seen |= Window(input, tiles, earlyRows + displacement, lateRows + displacement, oddColumns + displacement);
        seen |= Vector512.Load(input + TwoRows + ColumnPair) + Vector512.Create((byte)32);
        return (seen & Vector512.Create((byte)0xC0)) == Vector512<byte>.Zero;
    }

    /// <summary>Writes the nine slots of one pair of output rows; returns the window plus 32, which is below 64 for valid values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Window(
        byte* input, byte* tiles, Vector512<short> earlyRows, Vector512<short> lateRows, Vector512<short> oddColumns)
    {
        Vector512<byte> here = Vector512.Load(input);
        Vector512<byte> right = Vector512.Load(input + ColumnPair);
        Vector512<byte> time = here - Vector512.Load(input + TwoRows);
        Vector512<byte> both = time - (right - Vector512.Load(input + TwoRows + ColumnPair)) + Vector512.Create((byte)128);
        Vector512<byte> frequency = here - right + Vector512.Create((byte)64);
        Vector512<byte> plain = here + Vector512.Create((byte)32);
        time += Vector512.Create((byte)64);

        Permute(both, earlyRows).StoreAligned(tiles);
        Permute(both, lateRows).StoreAligned(tiles + 64);
        Permute(time, oddColumns).StoreAligned(tiles + 128);
        Permute(frequency, lateRows).StoreAligned(tiles + 192);
        Permute(plain, lateRows).GetUpper().StoreAligned(tiles + 256);
        return plain;
    }

    private static Vector512<byte> Permute(Vector512<byte> words, Vector512<short> control) =>
        Avx512BW.PermuteVar32x16(words.AsInt16(), control).AsByte();
}
