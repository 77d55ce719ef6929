using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kws.Hardware.Ranges;

/// <summary>Two products of neighbours in each lane, added.</summary>
internal static class PairProducts
{
    private static bool Has256 => Vector<byte>.Count == Vector256<byte>.Count && Avx2.IsSupported;

    private static bool Has128 => Vector<byte>.Count == Vector128<byte>.Count && Ssse3.IsSupported;

    /// <summary>Of 16-bit integers in 32-bit lanes: the low halves multiplied, plus the high halves multiplied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<int> Sum(Vector<int> left, Vector<int> right) =>
        Has256 ? Avx2.MultiplyAddAdjacent(left.AsVector256().AsInt16(), right.AsVector256().AsInt16()).AsVector()
        : Has128 ? Sse2.MultiplyAddAdjacent(left.AsVector128().AsInt16(), right.AsVector128().AsInt16()).AsVector()
        : ((left << 16 >> 16) * (right << 16 >> 16)) + ((left >> 16) * (right >> 16));

    /// <summary>The same with bytes: two products in each 16-bit lane, of values from 0 to 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<short> Sum(Vector<byte> values, Vector<sbyte> weights) =>
        Has256 ? Avx2.MultiplyAddAdjacent(values.AsVector256(), weights.AsVector256()).AsVector()
        : Has128 ? Ssse3.MultiplyAddAdjacent(values.AsVector128(), weights.AsVector128()).AsVector()
        : ((values.As<byte, short>() & new Vector<short>(0xFF)) * (weights.As<sbyte, short>() << 8 >> 8))
            + ((values.As<byte, ushort>() >> 8).As<ushort, short>() * (weights.As<sbyte, short>() >> 8));

    /// <summary>A lane of two 16-bit integers.</summary>
    public static int Pair(int low, int high) => (high << 16) | (low & 0xFFFF);

    /// <summary>Lanes of the low halves of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<int> Pair(Vector<int> low, Vector<int> high) => (high << 16) | (low & new Vector<int>(0xFFFF));
}
