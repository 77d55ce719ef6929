using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Simd;

/// <summary>AVX-VNNI: <c>vpdpbusd</c> and <c>vpdpwssd</c> on 256-bit registers.</summary>
internal readonly struct Vnni256 : IAccumulate<Vector256<byte>>
{
    /// <summary>32-bit lanes: sum + the four products of unsigned bytes and signed bytes, wrapping.</summary>
    public static Vector256<byte> DotProduct8(Vector256<byte> sum, Vector256<byte> unsigned, Vector256<byte> signed) =>
        AvxVnni.MultiplyWideningAndAdd(sum.AsInt32(), unsigned, signed.AsSByte()).AsByte();

    public static Vector256<byte> MultiplyAccumulate16(Vector256<byte> sum, Vector256<byte> left, Vector256<byte> right) =>
        AvxVnni.MultiplyWideningAndAdd(sum.AsInt32(), left.AsInt16(), right.AsInt16()).AsByte();
}
