using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Stages;

/// <summary>The input transform with AVX-512 BW: one load holds the six rows that a pair of output rows needs.</summary>
/// <remarks>
/// A pair of columns is a 16-bit word; row r of a window begins at word 5r. All differences of a window are taken at once, with the
/// window displaced by one word (a pair of columns), two rows, or both; word permutations then pick what the slots hold.
/// </remarks>
internal readonly unsafe struct InputTransform512 : IInputTransform
{
    private const int ColumnPair = 2;
    private const int TwoRows = 2 * VectorModel.Coefficients;

    /// <summary>The last window, moved back so that the displaced one ends with the fingerprint.</summary>
    private const int LastWindow = VectorModel.FingerprintLength - 64 - TwoRows - ColumnPair;

    /// <summary>By how many words the last window begins early.</summary>
    private const short Displacement = (((VectorModel.RowPairs - 1) * 2 * TwoRows) - LastWindow) / 2;

    public static int TileBytes => WinogradLayout.TileBytes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Run(sbyte* fingerprint, byte* tiles)
    {
        byte* input = (byte*)fingerprint;

        // Differences in frequency: words 0 and 3 of a row, then 1 and 2; columns X1 and X3 are words 1 and 3. Words from 32 on are those
        // of the second operand. Slots 0 to 3 of rows (0, 2), then of rows (1, 3), from the differences in both directions; slots 4 and 5
        // from those in time.
        Vector512<short> time = Vector512.Create(
            0, 3, 1, 2, 10, 13, 11, 12, 5, 8, 6, 7, 15, 18, 16, 17,
            33, 35, 43, 45, 0, 0, 0, 0, 38, 40, 48, 50, 0, 0, 0, 0);

        // All that as it is; slots 6 and 7 of rows 2 and 3 from the differences in frequency.
        Vector512<short> frequency = Vector512.Create(
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
            16, 17, 18, 19, 42, 45, 43, 44, 24, 25, 26, 27, 47, 50, 48, 49);

        // Slot 8 of rows 2 and 3.
        Vector512<short> plain = Vector512.Create(
            11, 13, 0, 0, 0, 0, 0, 0, 16, 18, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        Vector512<byte> seen = Vector512<byte>.Zero;
        for (int pair = 0; pair < VectorModel.RowPairs - 1; pair++)
        {
            seen |= Window(input, tiles, time, frequency, plain);
            input += 2 * TwoRows;
            tiles += WinogradLayout.RowPairBytes;
        }

        input = (byte*)fingerprint + LastWindow;
        Vector512<short> everywhere = Vector512.Create(Displacement);
        Vector512<short> displacedFrequency = Vector512.ConditionalSelect(
            Vector512.GreaterThan(frequency, Vector512.Create((short)31)), frequency + everywhere, frequency);
        seen |= Window(input, tiles, time + everywhere, displacedFrequency, plain + everywhere);
        seen |= Vector512.Load(input + TwoRows + ColumnPair) + Vector512.Create((byte)32);
        return (seen & Vector512.Create((byte)0xC0)) == Vector512<byte>.Zero;
    }

    /// <summary>Writes the nine slots of one pair of output rows; returns the window plus 32, which is below 64 for valid values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Window(
        byte* input, byte* tiles, Vector512<short> timeWords, Vector512<short> frequencyWords, Vector512<short> plainWords)
    {
        Vector512<byte> here = Vector512.Load(input);
        Vector512<byte> right = Vector512.Load(input + ColumnPair);
        Vector512<byte> time = here - Vector512.Load(input + TwoRows);
        Vector512<byte> both = time - (right - Vector512.Load(input + TwoRows + ColumnPair));
        Vector512<byte> frequency = here - right;

        Vector512<short> slots = Avx512BW.PermuteVar32x16x2(both.AsInt16(), timeWords, time.AsInt16());
        slots = Avx512BW.PermuteVar32x16x2(slots, frequencyWords, frequency.AsInt16());
        Vector512<byte> offsets = Vector512.Create(Vector256.Create((byte)128), Vector256.Create((byte)64));
        (slots.AsByte() + offsets).StoreAligned(tiles);

        Vector512<byte> positive = here + Vector512.Create((byte)32);
        Avx512BW.PermuteVar32x16(positive.AsInt16(), plainWords).GetLower().AsByte().StoreAligned(tiles + 64);
        return positive;
    }
}
