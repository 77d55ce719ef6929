using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Stages;

/// <summary>
/// The input transform with AVX2: a vector holds two neighbouring rows, one a 128-bit lane, so that one shuffle serves both phases.
/// </summary>
internal readonly unsafe struct InputTransform256 : IInputTransform
{
    private const int RowPairStep = 2 * VectorModel.Coefficients;

    public static int TileBytes => WinogradLayout.TileBytes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Run(sbyte* fingerprint, byte* tiles)
    {
        byte* input = (byte*)fingerprint;
        Vector256<byte> rows0 = Rows(input);
        Vector256<byte> seen = Positive(rows0);
        for (int pair = 0; pair < VectorModel.RowPairs - 1; pair++)
        {
            Vector256<byte> rows1 = Rows(input + RowPairStep);
            Vector256<byte> rows2 = Rows(input + (2 * RowPairStep));
            Window(rows0, rows1, rows2, tiles);
            seen = Avx2.Or(seen, Avx2.Or(Positive(rows1), Positive(rows2)));
            rows0 = rows2;
            input += 2 * RowPairStep;
            tiles += WinogradLayout.RowPairBytes;
        }

        Vector256<byte> middle = Rows(input + RowPairStep);
        Vector256<byte> last = LastRows(input + (2 * RowPairStep));
        Window(rows0, middle, last, tiles);
        seen = Avx2.Or(seen, Avx2.Or(Positive(middle), Positive(last)));
        return Avx.TestZ(seen, Vector256.Create((byte)0xC0));
    }

    /// <summary>Rows r and r + 1 in the two 128-bit lanes, each followed by the beginning of the next one.</summary>
    private static Vector256<byte> Rows(byte* row) =>
        Vector256.Create(Vector128.Load(row), Vector128.Load(row + VectorModel.Coefficients));

    /// <summary>The last two rows: the second one is loaded from six bytes before and shifted, to stay inside the fingerprint.</summary>
    private static Vector256<byte> LastRows(byte* row) =>
        Vector256.Create(Vector128.Load(row), Sse2.ShiftRightLogical128BitLane(Vector128.Load(row + VectorModel.Coefficients - 6), 6));

    /// <summary>The values plus 32, which are below 64 for valid values.</summary>
    private static Vector256<byte> Positive(Vector256<byte> rows) => Avx2.Add(rows, Vector256.Create((byte)32));

    /// <summary>Writes the nine slots of one pair of output rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window(Vector256<byte> rows0, Vector256<byte> rows1, Vector256<byte> rows2, byte* tiles)
    {
        Vector256<byte> early = Avx2.Subtract(rows0, rows1);
        Vector256<byte> late = Avx2.Subtract(rows1, rows2);

        // In every lane differences 0 and 3, then 1 and 2 (bytes 0, 1, 6, 7, 2, 3, 4, 5), where they were taken in frequency, else columns
        // X1 and X3 alone; 0x80 gives zero.
        Vector256<byte> both = Avx2.Or(
            Avx2.Shuffle(FrequencyDifference(early), EveryLane(0x0504030207060100, 0x8080808080808080)),
            Avx2.Shuffle(FrequencyDifference(late), EveryLane(0x8080808080808080, 0x0504030207060100)));
        Vector256<byte> one = Avx2.Or(
            Avx2.Or(
                Avx2.Shuffle(early, EveryLane(0x8080808007060302, 0x8080808080808080)),
                Avx2.Shuffle(late, EveryLane(0x0706030280808080, 0x8080808080808080))),
            Avx2.Shuffle(FrequencyDifference(rows1), EveryLane(0x8080808080808080, 0x0504030207060100)));
        Vector256<byte> plain = Avx2.Shuffle(rows1, EveryLane(0x0706030207060302, 0x0706030207060302));

        Avx2.Add(both, Vector256.Create((byte)128)).StoreAligned(tiles);
        Avx2.Add(one, Vector256.Create((byte)64)).StoreAligned(tiles + 32);
        Positive(plain).StoreAligned(tiles + 64);
    }

    /// <summary>Column pairs minus the next column pairs.</summary>
    private static Vector256<byte> FrequencyDifference(Vector256<byte> rows) =>
        Avx2.Subtract(rows, Avx2.ShiftRightLogical128BitLane(rows, 2));

    private static Vector256<byte> EveryLane(ulong low, ulong high) => Vector256.Create(low, high, low, high).AsByte();
}
