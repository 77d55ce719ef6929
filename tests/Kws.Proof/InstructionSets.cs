using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kws.Proof;

/// <summary>The instruction sets that this process may use, asked in the same way as the kernels ask.</summary>
internal static class InstructionSets
{
    /// <summary>Every set that a kernel uses, and whether it is on, here and now.</summary>
    public static IReadOnlyDictionary<string, bool> All { get; } = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase)
    {
        ["Sse2"] = Sse2.IsSupported,
        ["Ssse3"] = Ssse3.IsSupported,
        ["Sse41"] = Sse41.IsSupported,
        ["Avx"] = Avx.IsSupported,
        ["Avx2"] = Avx2.IsSupported,
        ["AvxVnni"] = AvxVnni.IsSupported,
        ["AvxVnniInt8"] = AvxVnniInt8.IsSupported,
        ["Avx512F"] = Avx512F.IsSupported,
        ["Avx512BW"] = Avx512BW.IsSupported,
        ["AdvSimd"] = AdvSimd.IsSupported,
        ["AdvSimd.Arm64"] = AdvSimd.Arm64.IsSupported,
        ["Dp"] = Dp.IsSupported,
        ["Vector128"] = Vector128.IsHardwareAccelerated,
        ["Vector256"] = Vector256.IsHardwareAccelerated,
        ["Vector512"] = Vector512.IsHardwareAccelerated,
    };
}
