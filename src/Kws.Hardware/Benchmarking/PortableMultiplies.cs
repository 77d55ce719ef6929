using System.Runtime.Intrinsics;

namespace Kws.Hardware.Benchmarking;

/// <summary>The multiplications of the kernels that name no instruction set: whatever instruction the compiler makes of them.</summary>
internal static class PortableMultiplies
{
    public static MultiplyInstruction Words128 { get; } = new PeakLoop<MultiplyWords128, Vector128<byte>>("128-bit short multiply", 8);

    public static MultiplyInstruction Integers128 { get; } = new PeakLoop<MultiplyIntegers128, Vector128<byte>>("128-bit int multiply", 4);

    public static MultiplyInstruction Scalar { get; } = new PeakLoop<MultiplyScalar, long>("64-bit multiply", 1);

    private readonly struct MultiplyWords128 : IMultiply<Vector128<byte>>
    {
        public static Vector128<byte> Step(Vector128<byte> chain, Vector128<byte> factor) => (chain.AsInt16() * factor.AsInt16()).AsByte();
    }

    private readonly struct MultiplyIntegers128 : IMultiply<Vector128<byte>>
    {
        public static Vector128<byte> Step(Vector128<byte> chain, Vector128<byte> factor) => (chain.AsInt32() * factor.AsInt32()).AsByte();
    }

    private readonly struct MultiplyScalar : IMultiply<long>
    {
        public static long Step(long chain, long factor) => chain * factor;
    }
}
