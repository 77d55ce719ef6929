using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Kws.Hardware.Benchmarking;

/// <summary>
/// The multiply instructions of the ARM kernels. Forms that differ in which part of a register they read cost the same; one stands for all.
/// </summary>
internal static class ArmMultiplies
{
    public static MultiplyInstruction Words { get; } = new PeakLoop<MultiplyWords, Vector128<byte>>("mla 8h", 8);

    public static MultiplyInstruction WideningWords { get; } = new PeakLoop<MultiplyWideningWords, Vector128<byte>>("smlal 4s", 4);

    public static MultiplyInstruction DotBytes { get; } = new PeakLoop<MultiplyDotBytes, Vector128<byte>>("sdot 4s", 16);

    private readonly struct MultiplyWords : IMultiply<Vector128<byte>>
    {
        public static Vector128<byte> Step(Vector128<byte> chain, Vector128<byte> factor) =>
            AdvSimd.MultiplyAdd(chain.AsInt16(), factor.AsInt16(), factor.AsInt16()).AsByte();
    }

    private readonly struct MultiplyWideningWords : IMultiply<Vector128<byte>>
    {
        public static Vector128<byte> Step(Vector128<byte> chain, Vector128<byte> factor) =>
            AdvSimd.MultiplyWideningUpperAndAdd(chain.AsInt32(), factor.AsInt16(), factor.AsInt16()).AsByte();
    }

    private readonly struct MultiplyDotBytes : IMultiply<Vector128<byte>>
    {
        public static Vector128<byte> Step(Vector128<byte> chain, Vector128<byte> factor) =>
            Dp.DotProduct(chain.AsInt32(), factor.AsSByte(), factor.AsSByte()).AsByte();
    }
}
