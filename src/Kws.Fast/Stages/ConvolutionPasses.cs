using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>
/// <see cref="ConvolutionStage{TSimd, TVector}"/> for 16 registers, which cannot hold its 18 weights and 4 offsets: three passes over the
/// rows, one for each product in frequency, with the 6 weights of that product in registers. Same weights, same integers.
/// </summary>
/// <remarks>
/// The rows hold what a pass leaves for the next one. Per row, in the places of column pairs (0, 1) and (2, 3):
/// <code>
/// pass 1    -                  M2
/// pass 2    columns (0, 3)     M2         columns (0, 3) = M1 + M2
/// pass 3    columns (0, 1)     (2, 3)     columns (1, 2) = M2 - M3
/// </code>
/// A pair of rows takes 24 loads and 8 stores; with all weights in one pass it takes about 38 loads, which at two loads per cycle are more
/// than its 51 operations at four per cycle.
/// </remarks>
internal static unsafe class ConvolutionPasses<TSimd, TVector>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    /// <param name="tiles">The transformed fingerprint.</param>
    /// <param name="weights">One group's weights.</param>
    /// <param name="offsets">One group's offsets.</param>
    /// <param name="rows">Row 0 of <see cref="PairedRows{TVector}"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(byte* tiles, byte* weights, byte* offsets, byte* rows)
    {
        Shared(tiles, weights, rows);
        Outer(tiles, weights, offsets, rows);
        Inner(tiles, weights, offsets, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shared(byte* tiles, byte* weights, byte* rows)
    {
        TVector w8 = At(weights, 8);
        TVector w9 = At(weights, 9);
        TVector w10 = At(weights, 10);
        TVector w11 = At(weights, 11);
        TVector w16 = At(weights, 16);
        TVector w17 = At(weights, 17);
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            TVector plain = Product(8, tiles, w16, w17);
            TSimd.Store(rows + sizeof(TVector), TSimd.Add16(Product(4, tiles, w8, w9), plain));
            TSimd.Store(rows + (3 * sizeof(TVector)), TSimd.Subtract16(plain, Product(5, tiles, w10, w11)));
            tiles += WinogradLayout.RowPairBytes;
            rows += 2 * PairedRows<TVector>.RowBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Outer(byte* tiles, byte* weights, byte* offsets, byte* rows)
    {
        TVector offset0 = At(offsets, 0);
        TVector offset1 = At(offsets, 2);
        TVector w0 = At(weights, 0);
        TVector w1 = At(weights, 1);
        TVector w4 = At(weights, 4);
        TVector w5 = At(weights, 5);
        TVector w12 = At(weights, 12);
        TVector w13 = At(weights, 13);
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            TVector plain = Product(6, tiles, w12, w13);
            TVector sum0 = TSimd.Add16(Product(0, tiles, w0, w1), plain);
            TVector sum1 = TSimd.Subtract16(plain, Product(2, tiles, w4, w5));
            sum0 = TSimd.Add16(TSimd.Add16(sum0, At(rows, 1)), offset0);
            sum1 = TSimd.Add16(TSimd.Add16(sum1, At(rows, 3)), offset1);
            TSimd.Store(rows, TSimd.ShiftRight16(sum0, 3));
            TSimd.Store(rows + (2 * sizeof(TVector)), TSimd.ShiftRight16(sum1, 3));
            tiles += WinogradLayout.RowPairBytes;
            rows += 2 * PairedRows<TVector>.RowBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inner(byte* tiles, byte* weights, byte* offsets, byte* rows)
    {
        TVector offset0 = At(offsets, 1);
        TVector offset1 = At(offsets, 3);
        TVector w2 = At(weights, 2);
        TVector w3 = At(weights, 3);
        TVector w6 = At(weights, 6);
        TVector w7 = At(weights, 7);
        TVector w14 = At(weights, 14);
        TVector w15 = At(weights, 15);
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            TVector plain = Product(7, tiles, w14, w15);
            TVector sum0 = TSimd.Add16(Product(1, tiles, w2, w3), plain);
            TVector sum1 = TSimd.Subtract16(plain, Product(3, tiles, w6, w7));
            StoreRow(rows, TSimd.Add16(TSimd.Subtract16(offset0, sum0), At(rows, 1)));
            StoreRow(rows + PairedRows<TVector>.RowBytes, TSimd.Add16(TSimd.Subtract16(offset1, sum1), At(rows, 3)));
            tiles += WinogradLayout.RowPairBytes;
            rows += 2 * PairedRows<TVector>.RowBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector At(byte* vectors, int index) => TSimd.Load(vectors + (index * sizeof(TVector)));

    /// <summary>The product of a slot. Each address is one sum, so that the JIT makes it part of the load.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Product(int slot, byte* tiles, TVector w0, TVector w1) =>
        TSimd.Add16(
            TSimd.MultiplyAdd8(TSimd.Broadcast32((int*)(tiles + WinogradLayout.SlotOffset(slot))), w0),
            TSimd.MultiplyAdd8(TSimd.Broadcast32((int*)(tiles + (WinogradLayout.SlotOffset(slot) + WinogradLayout.PhaseBytes))), w1));

    /// <summary>Turns columns (0, 3), which are in their place, and (1, 2) into (0, 1) and (2, 3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(byte* row, TVector inner)
    {
        TVector outer = TSimd.Load(row);
        inner = TSimd.Swap16(TSimd.ShiftRight16(inner, 3));
        TSimd.Store(row, TSimd.Blend16(outer, inner));
        TSimd.Store(row + sizeof(TVector), TSimd.Blend16(inner, outer));
    }
}
