using System.Runtime.Intrinsics;
using Kws.Fast;

namespace Kws.Hardware.Benchmarking;

/// <summary>The peak loop of every multiply instruction of the kernels.</summary>
public static class PeakLoops
{
    private static readonly Dictionary<string, Func<Measurement>> ByInstruction = new()
    {
        ["vpmaddubsw zmm"] = PeakLoop<X64Multiplies.Bytes512, Vector512<byte>>.Measure,
        ["vpmaddwd zmm"] = PeakLoop<X64Multiplies.Words512, Vector512<byte>>.Measure,
        ["vpmaddubsw ymm"] = PeakLoop<X64Multiplies.Bytes256, Vector256<byte>>.Measure,
        ["vpmaddwd ymm"] = PeakLoop<X64Multiplies.Words256, Vector256<byte>>.Measure,
        ["vpdpbusd ymm"] = PeakLoop<X64Multiplies.DotBytes256, Vector256<byte>>.Measure,
        ["vpdpwssd ymm"] = PeakLoop<X64Multiplies.DotWords256, Vector256<byte>>.Measure,
        ["sdot 4s"] = PeakLoop<ArmMultiplies.DotBytes, Vector128<byte>>.Measure,
        ["mla 8h"] = PeakLoop<ArmMultiplies.Words, Vector128<byte>>.Measure,
        ["smlal 4s"] = PeakLoop<ArmMultiplies.WideningWords, Vector128<byte>>.Measure,
        ["128-bit short multiply"] = PeakLoop<PortableMultiplies.Words128, Vector128<byte>>.Measure,
        ["128-bit int multiply"] = PeakLoop<PortableMultiplies.Integers128, Vector128<byte>>.Measure,
        ["64-bit multiply"] = PeakLoop<PortableMultiplies.Scalar, long>.Measure,
    };

    /// <summary>The names of the instructions that can be measured.</summary>
    public static IReadOnlyCollection<string> Names => ByInstruction.Keys;

    /// <summary>Measures the time of an instruction where nothing but the number of instructions matters.</summary>
    /// <exception cref="ArgumentException">The instruction has no loop.</exception>
    internal static Measurement Measure(MultiplyInstruction instruction) =>
        ByInstruction.TryGetValue(instruction.Name, out Func<Measurement>? measure)
            ? measure()
            : throw new ArgumentException($"{instruction.Name} has no loop in {nameof(PeakLoops)}");
}
