using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Kws.Hardware.Benchmarking;

/// <summary>
/// The multiply instructions of the ARM kernels. Forms that differ in which part of a register they read cost the same; one stands for all.
/// </summary>
internal static class ArmMultiplies
{
    public readonly struct Words : IMultiply<Vector128<byte>>
    {
        public static Vector128<byte> Step(Vector128<byte> chain, Vector128<byte> factor) =>
            AdvSimd.MultiplyAdd(chain.AsInt16(), factor.AsInt16(), factor.AsInt16()).AsByte();
    }

    public readonly struct WideningWords : IMultiply<Vector128<byte>>
    {
        public static Vector128<byte> Step(Vector128<byte> chain, Vector128<byte> factor) =>
            AdvSimd.MultiplyWideningUpperAndAdd(chain.AsInt32(), factor.AsInt16(), factor.AsInt16()).AsByte();
    }

    public readonly struct DotBytes : IMultiply<Vector128<byte>>
    {
        public static Vector128<byte> Step(Vector128<byte> chain, Vector128<byte> factor) =>
            Dp.DotProduct(chain.AsInt32(), factor.AsSByte(), factor.AsSByte()).AsByte();
    }
}
