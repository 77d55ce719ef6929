using System.Runtime.Intrinsics;

namespace Kws.Hardware.Benchmarking;

/// <summary>The multiplications of the kernels that name no instruction set: whatever instruction the compiler makes of them.</summary>
internal static class PortableMultiplies
{
    public readonly struct Words128 : IMultiply<Vector128<byte>>
    {
        public static Vector128<byte> Step(Vector128<byte> chain, Vector128<byte> factor) => (chain.AsInt16() * factor.AsInt16()).AsByte();
    }

    public readonly struct Integers128 : IMultiply<Vector128<byte>>
    {
        public static Vector128<byte> Step(Vector128<byte> chain, Vector128<byte> factor) => (chain.AsInt32() * factor.AsInt32()).AsByte();
    }

    public readonly struct Scalar : IMultiply<long>
    {
        public static long Step(long chain, long factor) => chain * factor;
    }
}
