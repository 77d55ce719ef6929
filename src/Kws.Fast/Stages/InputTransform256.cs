using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Stages;

/// <summary>The input transform with AVX2: a vector holds two neighbouring rows, so that one shuffle makes both phases of a slot.</summary>
internal readonly unsafe struct InputTransform256 : IInputTransform
{
    private const int RowPairStep = 2 * VectorModel.Coefficients;

    public static bool Run(sbyte* fingerprint, byte* tiles)
    {
        byte* input = (byte*)fingerprint;
        Vector256<byte> seen = Vector256<byte>.Zero;
        Vector256<byte> rows0 = Rows(input);
        for (int pair = 0; pair < WinogradLayout.RowPairs - 1; pair++)
        {
            Vector256<byte> rows1 = Rows(input + RowPairStep);
            Vector256<byte> rows2 = Rows(input + (2 * RowPairStep));
            Window(rows0, rows1, rows2, tiles);
            seen |= Positive(rows0) | Positive(rows1);
            rows0 = rows2;
            input += 2 * RowPairStep;
            tiles += WinogradLayout.RowPairBytes;
        }

        Vector256<byte> middle = Rows(input + RowPairStep);
        Vector256<byte> last = LastRows(input + (2 * RowPairStep));
        Window(rows0, middle, last, tiles);
        seen |= Positive(rows0) | Positive(middle) | Positive(last);
        return (seen & Vector256.Create((byte)0xC0)) == Vector256<byte>.Zero;
    }

    /// <summary>Rows r and r + 1 in the two 128-bit lanes, each followed by the beginning of the next one.</summary>
    private static Vector256<byte> Rows(byte* row) =>
        Vector256.Create(Vector128.Load(row), Vector128.Load(row + VectorModel.Coefficients));

    /// <summary>The last two rows: the second one is loaded from six bytes before and shifted, to stay inside the fingerprint.</summary>
    private static Vector256<byte> LastRows(byte* row) =>
        Vector256.Create(Vector128.Load(row), Sse2.ShiftRightLogical128BitLane(Vector128.Load(row + VectorModel.Coefficients - 6), 6));

    /// <summary>The values plus 32, which are below 64 for valid values.</summary>
    private static Vector256<byte> Positive(Vector256<byte> rows) => rows + Vector256.Create((byte)32);

    /// <summary>Writes the nine slots of one pair of output rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window(Vector256<byte> rows0, Vector256<byte> rows1, Vector256<byte> rows2, byte* tiles)
    {
        Vector256<byte> early = rows0 - rows1;
        Vector256<byte> late = rows1 - rows2;
        Differences(early, 128).Store(tiles);
        Differences(late, 128).Store(tiles + (2 * WinogradLayout.SlotBytes));
        OddColumns(early + Vector256.Create((byte)64)).StoreAligned(tiles + (4 * WinogradLayout.SlotBytes));
        OddColumns(late + Vector256.Create((byte)64)).StoreAligned(tiles + (5 * WinogradLayout.SlotBytes));
        Differences(rows1, 64).Store(tiles + (6 * WinogradLayout.SlotBytes));
        OddColumns(Positive(rows1)).StoreAligned(tiles + (8 * WinogradLayout.SlotBytes));
    }

    /// <summary>Column pairs minus the next column pairs, plus an offset: those of X0 and X2, then those of X1 and X3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static SlotPair Differences(Vector256<byte> rows, byte offset)
    {
        Vector256<byte> differences = rows - Avx2.ShiftRightLogical128BitLane(rows, 2) + Vector256.Create(offset);
        return new SlotPair(EvenColumns(differences), OddColumns(differences));
    }

    /// <summary>X0 four times, then X2 four times.</summary>
    private static Vector256<byte> EvenColumns(Vector256<byte> rows) => Avx2.Shuffle(rows, Vector256.Create(
        0, 1, 0, 1, 0, 1, 0, 1, 4, 5, 4, 5, 4, 5, 4, 5, 0, 1, 0, 1, 0, 1, 0, 1, 4, 5, 4, 5, 4, 5, 4, (byte)5));

    /// <summary>X1 four times, then X3 four times.</summary>
    private static Vector256<byte> OddColumns(Vector256<byte> rows) => Avx2.Shuffle(rows, Vector256.Create(
        2, 3, 2, 3, 2, 3, 2, 3, 6, 7, 6, 7, 6, 7, 6, 7, 2, 3, 2, 3, 2, 3, 2, 3, 6, 7, 6, 7, 6, 7, 6, (byte)7));

    private readonly record struct SlotPair(Vector256<byte> Even, Vector256<byte> Odd)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(byte* tiles)
        {
            Even.StoreAligned(tiles);
            Odd.StoreAligned(tiles + WinogradLayout.SlotBytes);
        }
    }
}
