namespace Kws.Fast.Stages;

/// <summary>Where the transformed input, and the weights that meet it, stand in memory.</summary>
/// <remarks>
/// The convolution is computed as a nested Winograd F(2x2, 2x2) over blocks of its stride: rows r, r + 2, r + 4 (of one parity) give
/// two output rows, and pairs of columns X0, X1, X2 give two output columns. Along one dimension
/// <code>
/// y0 = X0 W0 + X1 W1 = M1 + M2      M1 = (X0 - X1) W0      M2 = X1 (W0 + W1)
/// y1 = X1 W0 + X2 W1 = M2 - M3      M3 = (X1 - X2) W1
/// </code>
/// three products in place of four, so nine in place of sixteen in two dimensions. A slot is one of the nine; every slot
/// holds the rows of even parity and of odd parity (phase 0 and 1), whose products are added.
/// </remarks>
internal static class WinogradLayout
{
    /// <summary>Pairs of output rows.</summary>
    public const int RowPairs = 7;

    /// <summary>Bytes of one phase of one slot: a pair of columns four times for output columns 0 and 1, then four times for 2 and 3.</summary>
    public const int PhaseBytes = 16;

    /// <summary>Bytes of one slot.</summary>
    public const int SlotBytes = 2 * PhaseBytes;

    /// <summary>Bytes of the nine slots of one pair of output rows, rounded up to whole 64-byte lines.</summary>
    public const int RowPairBytes = 320;

    /// <summary>Bytes of a whole transformed fingerprint.</summary>
    public const int TileBytes = RowPairs * RowPairBytes;

    /// <summary>
    /// The slot of M[a] in time and M[b] in frequency, at [a - 1][b - 1]: those with both differences first, then those with the
    /// difference in time, then those with the difference in frequency, then the plain one.
    /// </summary>
    public static ReadOnlySpan<byte> Slots => [0, 4, 1, 6, 8, 7, 2, 5, 3];

    /// <summary>What is added to a slot's values so that they are unsigned bytes: 1 to 255 then, whatever the fingerprint.</summary>
    public static ReadOnlySpan<byte> Offsets => [128, 128, 128, 128, 64, 64, 64, 64, 32];
}
