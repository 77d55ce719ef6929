using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kws.Hardware.Benchmarking;

/// <summary>The multiply instructions of the x64 kernels.</summary>
internal static class X64Multiplies
{
    public readonly struct Bytes512 : IMultiply<Vector512<byte>>
    {
        public static Vector512<byte> Step(Vector512<byte> chain, Vector512<byte> factor) =>
            Avx512BW.MultiplyAddAdjacent(chain, factor.AsSByte()).AsByte();
    }

    public readonly struct Words512 : IMultiply<Vector512<byte>>
    {
        public static Vector512<byte> Step(Vector512<byte> chain, Vector512<byte> factor) =>
            Avx512BW.MultiplyAddAdjacent(chain.AsInt16(), factor.AsInt16()).AsByte();
    }

    public readonly struct Bytes256 : IMultiply<Vector256<byte>>
    {
        public static Vector256<byte> Step(Vector256<byte> chain, Vector256<byte> factor) =>
            Avx2.MultiplyAddAdjacent(chain, factor.AsSByte()).AsByte();
    }

    public readonly struct Words256 : IMultiply<Vector256<byte>>
    {
        public static Vector256<byte> Step(Vector256<byte> chain, Vector256<byte> factor) =>
            Avx2.MultiplyAddAdjacent(chain.AsInt16(), factor.AsInt16()).AsByte();
    }

    public readonly struct DotBytes256 : IMultiply<Vector256<byte>>
    {
        public static Vector256<byte> Step(Vector256<byte> chain, Vector256<byte> factor) =>
            AvxVnni.MultiplyWideningAndAdd(chain.AsInt32(), factor, factor.AsSByte()).AsByte();
    }

    public readonly struct DotWords256 : IMultiply<Vector256<byte>>
    {
        public static Vector256<byte> Step(Vector256<byte> chain, Vector256<byte> factor) =>
            AvxVnni.MultiplyWideningAndAdd(chain.AsInt32(), factor.AsInt16(), factor.AsInt16()).AsByte();
    }
}
