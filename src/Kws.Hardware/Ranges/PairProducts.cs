using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kws.Hardware.Ranges;

/// <summary>Two products of neighbours in each lane, added.</summary>
internal static class PairProducts
{
    /// <summary>Of 16-bit integers in 32-bit lanes: the low halves multiplied, plus the high halves multiplied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Sum(Vector256<int> left, Vector256<int> right) => Avx2.IsSupported
        ? Avx2.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16())
        : ((left << 16 >> 16) * (right << 16 >> 16)) + ((left >> 16) * (right >> 16));

    /// <summary>The same with bytes: two products in each 16-bit lane, of values from 0 to 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Sum(Vector256<byte> values, Vector256<sbyte> weights) => Avx2.IsSupported
        ? Avx2.MultiplyAddAdjacent(values, weights)
        : ((values.AsInt16() & Vector256.Create((short)0xFF)) * (weights.AsInt16() << 8 >> 8))
            + ((values.AsUInt16() >> 8).AsInt16() * (weights.AsInt16() >> 8));

    /// <summary>A lane of two 16-bit integers.</summary>
    public static int Pair(int low, int high) => (high << 16) | (low & 0xFFFF);

    /// <summary>Lanes of the low halves of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Pair(Vector256<int> low, Vector256<int> high) => (high << 16) | (low & Vector256.Create(0xFFFF));
}
