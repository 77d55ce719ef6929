using System.Collections.Immutable;
using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// The coefficients of <see cref="TanhTable"/> for lookups of bytes: of each of the three, the lower bytes of all 16 parabolas in every 128
/// bits of a vector, then the upper ones.
/// </summary>
internal static unsafe class TanhVectors<TSimd, TVector>
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private static readonly AlignedMemory Bytes = Write();

    /// <summary>The table.</summary>
    public static byte* Table => Bytes.Address;

    /// <summary>tanh(z / 2) of 16-bit lanes that are not the least number.</summary>
    /// <param name="table">The table.</param>
    /// <param name="z">The arguments.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value(byte* table, TVector z)
    {
        TVector m = TSimd.Abs16(z);
        TVector s = TSimd.ShiftRightUnsigned16(m, TanhTable.SegmentBits);

        // The index of a lookup whose other byte is 0, for the lower bytes and for the upper ones.
        TVector lower = TSimd.Or(s, TSimd.Constant16(unchecked((short)0x8000)));
        TVector upper = TSimd.Or(TSimd.ShiftLeft16(s, 8), TSimd.Constant16(0x0080));

        // Without the bits of the parabola, and with a zero above: 15 bits behind the binary point.
        TVector r = TSimd.ShiftRightUnsigned16(TSimd.ShiftLeft16(m, 16 - TanhTable.SegmentBits), 1);
        TVector y = Coefficient(table + (4 * sizeof(TVector)), lower, upper);
        y = TSimd.Add16(Coefficient(table + (2 * sizeof(TVector)), lower, upper), TSimd.MultiplyRounded16(y, r));
        y = TSimd.Add16(Coefficient(table, lower, upper), TSimd.MultiplyRounded16(y, r));
        return TSimd.WithSign16(y, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Coefficient(byte* table, TVector lower, TVector upper) =>
        TSimd.Or(TSimd.Lookup8(TSimd.Load(table), lower), TSimd.Lookup8(TSimd.Load(table + sizeof(TVector)), upper));

    private static AlignedMemory Write()
    {
        var memory = new AlignedMemory(6 * sizeof(TVector));
        byte* target = memory.Address;
        foreach (var coefficients in (ReadOnlySpan<ImmutableArray<short>>)
            [TanhTable.Constants, TanhTable.Slopes, TanhTable.Curvatures])
        {
            for (int half = 0; half < 16; half += 8)
            {
                for (int i = 0; i < sizeof(TVector); i++)
                {
                    *target++ = (byte)(coefficients[i % coefficients.Length] >> half);
                }
            }
        }

        return memory;
    }
}
