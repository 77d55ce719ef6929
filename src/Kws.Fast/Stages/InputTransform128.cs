using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>The input transform of the 128-bit kernels: writes the tiles that <see cref="WinogradLayout128"/> describes.</summary>
/// <remarks>
/// Rows go in pairs of even and odd parity. A 32-bit lane is a quad: columns 2x and 2x + 1 of both rows. Eight bytes of each row are
/// loaded from column 0 (quads 0 to 3) and from column 2 (quads 1 to 4): every value is seen, and the last load ends with the fingerprint.
/// </remarks>
internal static unsafe class InputTransform128<TSimd, TFour, TConvolution>
    where TSimd : ISimd128<TFour>
    where TConvolution : IConvolutionStage128
{
    private const int PairStep = 2 * VectorModel.Coefficients;

    /// <summary>Bytes of a whole transformed fingerprint.</summary>
    public static int Bytes => VectorModel.RowPairs * WinogradLayout128.Tiles * TConvolution.TileBytes;

    /// <summary>Transforms one fingerprint and checks its range in the same pass.</summary>
    /// <param name="fingerprint">300 values; nothing beyond is read.</param>
    /// <param name="tiles">Receives the tiles.</param>
    /// <returns>False if a value lies outside [-32, 31]; the tiles are of no use then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Run(sbyte* fingerprint, byte* tiles)
    {
        Vector128<sbyte> seen = Vector128<sbyte>.Zero;
        Vector128<sbyte> quads0 = Quads(fingerprint, ref seen, out Vector128<sbyte> differences0);
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            Vector128<sbyte> quads1 = Quads(fingerprint + PairStep, ref seen, out Vector128<sbyte> differences1);
            Vector128<sbyte> quads2 = Quads(fingerprint + (2 * PairStep), ref seen, out Vector128<sbyte> differences2);
            TConvolution.StoreTile(tiles, differences0 - differences1);
            TConvolution.StoreTile(tiles + TConvolution.TileBytes, differences1);
            TConvolution.StoreTile(tiles + (2 * TConvolution.TileBytes), differences1 - differences2);
            TConvolution.StoreTile(tiles + (3 * TConvolution.TileBytes), TSimd.PairOdd32(quads0 - quads1, quads1 - quads2));
            TConvolution.StoreTile(tiles + (4 * TConvolution.TileBytes), quads1);
            quads0 = quads2;
            differences0 = differences2;
            fingerprint += 2 * PairStep;
            tiles += WinogradLayout128.Tiles * TConvolution.TileBytes;
        }

        return (seen & Vector128.Create(unchecked((sbyte)0xC0))) == Vector128<sbyte>.Zero;
    }

    /// <param name="rows">The row of even parity.</param>
    /// <param name="seen">Collects the bits of all values plus 32, which are below 64 for valid values.</param>
    /// <param name="differences">Quads 0 to 3 minus quads 1 to 4.</param>
    /// <returns>Quads 0 to 3.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> Quads(sbyte* rows, ref Vector128<sbyte> seen, out Vector128<sbyte> differences)
    {
        Vector128<sbyte> quads = TSimd.PairLow16(Load8(rows), Load8(rows + VectorModel.Coefficients));
        Vector128<sbyte> next = TSimd.PairLow16(Load8(rows + 2), Load8(rows + VectorModel.Coefficients + 2));
        seen |= (quads + Vector128.Create((sbyte)32)) | (next + Vector128.Create((sbyte)32));
        differences = quads - next;
        return quads;
    }

    /// <summary>Eight bytes; as a floating-point number, since an integer would go through a general register.</summary>
    private static Vector128<sbyte> Load8(sbyte* address) =>
        Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<double>(address)).AsSByte();
}
