namespace Kws.Fast.Stages;

/// <summary>The layout of the transformed input, and of the weights that meet it, in memory.</summary>
/// <remarks>
/// The convolution is computed as a nested Winograd F(2x2, 2x2) over blocks of its stride: rows r, r + 2, r + 4 (of one parity) give
/// two output rows, and pairs of columns X0, X1, X2 give two output columns. Along one dimension
/// <code>
/// y0 = X0 W0 + X1 W1 = M1 + M2      M1 = (X0 - X1) W0      M2 = X1 (W0 + W1)
/// y1 = X1 W0 + X2 W1 = M2 - M3      M3 = (X1 - X2) W1
/// </code>
/// three products instead of four, so nine instead of sixteen in two dimensions. A slot is one of the nine; every slot
/// holds the rows of even parity and of odd parity (phase 0 and 1), whose products are added. One phase of one slot is 32 bits: the low
/// half, a pair of columns, serves output columns 0 and 1, the high half 3 and 2, mirrored. There M1 and M3 in frequency change places:
/// where the low half holds X0 - X1 or X1 - X2, the high one holds X3 - X4 or X2 - X3, and its weights have the opposite sign.
/// </remarks>
internal static class WinogradLayout
{
    /// <summary>From one pair of output rows to the next, in bytes: whole cache lines.</summary>
    public const int RowPairBytes = 128;

    /// <summary>Bytes of a whole transformed fingerprint.</summary>
    public const int TileBytes = VectorModel.RowPairs * RowPairBytes;

    /// <summary>From phase 0 to phase 1 of a slot, in bytes: one 128-bit lane.</summary>
    public const int PhaseBytes = 16;

    /// <summary>
    /// The slot of M[a] in time and M[b] in frequency, at [a - 1][b - 1]: those with both differences first, then those with the
    /// difference in time, then those with the difference in frequency, then the plain one.
    /// </summary>
    public static ReadOnlySpan<byte> Slots => [0, 4, 1, 6, 8, 7, 2, 5, 3];

    /// <summary>
    /// The number added to a slot's values so that they are unsigned bytes: 2..254, 1..127 and 0..63 for values in range.
    /// </summary>
    public static ReadOnlySpan<byte> Offsets => [128, 128, 128, 128, 64, 64, 64, 64, 32];

    /// <summary>
    /// The place of phase 0 of a slot within its pair of rows: four slots share a 128-bit lane, and the phases alternate.
    /// </summary>
    public static int SlotOffset(int slot) => (slot / 4 * 2 * PhaseBytes) + (slot % 4 * 4);
}
