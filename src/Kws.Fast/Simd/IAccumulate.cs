using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Simd;

/// <summary>Multiply and accumulate: in one instruction where there is one.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal interface IAccumulate<TVector>
    where TVector : unmanaged
{
    /// <summary>32-bit lanes: sum + a[2i] * b[2i] + a[2i + 1] * b[2i + 1] of signed 16-bit lanes, wrapping.</summary>
    static abstract TVector MultiplyAccumulate16(TVector sum, TVector left, TVector right);
}

/// <summary>AVX-VNNI: <c>vpdpwssd</c>.</summary>
internal readonly struct Vnni256 : IAccumulate<Vector256<byte>>
{
    public static Vector256<byte> MultiplyAccumulate16(Vector256<byte> sum, Vector256<byte> left, Vector256<byte> right) =>
        AvxVnni.MultiplyWideningAndAdd(sum.AsInt32(), left.AsInt16(), right.AsInt16()).AsByte();
}
