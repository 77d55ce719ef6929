using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kws.Hardware.Benchmarking;

/// <summary>The multiply instructions of the x64 kernels, and of how many products each is the sum.</summary>
internal static class X64Multiplies
{
    public static MultiplyInstruction Bytes512 { get; } = new PeakLoop<MultiplyBytes512, Vector512<byte>>("vpmaddubsw zmm", 64);

    public static MultiplyInstruction Words512 { get; } = new PeakLoop<MultiplyWords512, Vector512<byte>>("vpmaddwd zmm", 32);

    public static MultiplyInstruction Bytes256 { get; } = new PeakLoop<MultiplyBytes256, Vector256<byte>>("vpmaddubsw ymm", 32);

    public static MultiplyInstruction Words256 { get; } = new PeakLoop<MultiplyWords256, Vector256<byte>>("vpmaddwd ymm", 16);

    public static MultiplyInstruction DotBytes256 { get; } = new PeakLoop<MultiplyDotBytes256, Vector256<byte>>("vpdpbusd ymm", 32);

    public static MultiplyInstruction DotWords256 { get; } = new PeakLoop<MultiplyDotWords256, Vector256<byte>>("vpdpwssd ymm", 16);

    private readonly struct MultiplyBytes512 : IMultiply<Vector512<byte>>
    {
        public static Vector512<byte> Step(Vector512<byte> chain, Vector512<byte> factor) =>
            Avx512BW.MultiplyAddAdjacent(chain, factor.AsSByte()).AsByte();
    }

    private readonly struct MultiplyWords512 : IMultiply<Vector512<byte>>
    {
        public static Vector512<byte> Step(Vector512<byte> chain, Vector512<byte> factor) =>
            Avx512BW.MultiplyAddAdjacent(chain.AsInt16(), factor.AsInt16()).AsByte();
    }

    private readonly struct MultiplyBytes256 : IMultiply<Vector256<byte>>
    {
        public static Vector256<byte> Step(Vector256<byte> chain, Vector256<byte> factor) =>
            Avx2.MultiplyAddAdjacent(chain, factor.AsSByte()).AsByte();
    }

    private readonly struct MultiplyWords256 : IMultiply<Vector256<byte>>
    {
        public static Vector256<byte> Step(Vector256<byte> chain, Vector256<byte> factor) =>
            Avx2.MultiplyAddAdjacent(chain.AsInt16(), factor.AsInt16()).AsByte();
    }

    private readonly struct MultiplyDotBytes256 : IMultiply<Vector256<byte>>
    {
        public static Vector256<byte> Step(Vector256<byte> chain, Vector256<byte> factor) =>
            AvxVnni.MultiplyWideningAndAdd(chain.AsInt32(), factor, factor.AsSByte()).AsByte();
    }

    private readonly struct MultiplyDotWords256 : IMultiply<Vector256<byte>>
    {
        public static Vector256<byte> Step(Vector256<byte> chain, Vector256<byte> factor) =>
            AvxVnni.MultiplyWideningAndAdd(chain.AsInt32(), factor.AsInt16(), factor.AsInt16()).AsByte();
    }
}
