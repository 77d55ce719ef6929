using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>One line of the registry.</summary>
/// <param name="Name">The name that users type. The type and its file are named NameKernel.</param>
/// <param name="InstructionSets">What the processor must have.</param>
/// <param name="IsSupported">Whether it has it, here and now.</param>
/// <param name="Handles">Whether the kernel computes this model (vector kernels need sums that fit 32 bits).</param>
/// <param name="Create">Packs the model's weights for the kernel.</param>
internal sealed record KernelEntry(
    string Name, string InstructionSets, bool IsSupported, Func<KwsModel, bool> Handles, Func<KwsModel, Kernel> Create)
{
    /// <summary>A vector kernel: fused stages for the default network, a general plan for any other.</summary>
    public KernelEntry(
        string name, string instructionSets, bool isSupported, Func<KwsModel, Kernel> fused, Func<KwsModel, Kernel> general)
        : this(
            name, instructionSets, isSupported, model => VectorModel.IsSpecialised(model) || PlanKernel.Handles(model),
            model => VectorModel.IsSpecialised(model) ? fused(model) : general(model)) => General = general;

    /// <summary>The general plan, which computes the default network too; null for a kernel without one.</summary>
    public Func<KwsModel, Kernel>? General { get; }
}

/// <summary>All kernels, the fastest first: dispatch, tests, benchmarks and <c>kws kernels</c> go by this list.</summary>
internal static class KernelRegistry
{
    /// <summary>The environment variable that names the kernel where no option does.</summary>
    public const string EnvironmentVariable = "KWS_KERNEL";

    // The order is that of measured speed (benchmarks/results): Avx512 takes 18 % less time than AvxVnni on an Intel server and 43 % less on Zen 5, which computes
    // on twice as many 512-bit vectors a cycle; AvxVnni, with fewer operations, takes 8 to 10 % less than Avx2.
    // On ARM it is by reason, from the instructions counted in docs/explain/kernels.md: NeonDot is Neon with fewer and cheaper ones for the
    // convolution; Vector128 computes the same as Neon without multiply-adds, so it is for processors that have no kernel of their own.
    public static IReadOnlyList<KernelEntry> All { get; } =
    [
        new("Avx512", "AVX-512 F, BW", Avx512BW.IsSupported, model => new Avx512Kernel(model), PlanKernel.Of<LayerSimd512, Vector512<byte>>),
        new("AvxVnni", "AVX-VNNI", AvxVnni.IsSupported, model => new AvxVnniKernel(model), PlanKernel.Of<LayerSimdVnni, Vector256<byte>>),
        new("Avx2", "AVX2", Avx2.IsSupported, model => new Avx2Kernel(model), PlanKernel.Of<LayerSimd256, Vector256<byte>>),
        new("NeonDot", "AdvSimd, Dp", Dp.IsSupported, model => new NeonDotKernel(model), PlanKernel.Of<LayerSimdNeonDot, Vector128<byte>>),
        new("Neon", "AdvSimd", AdvSimd.Arm64.IsSupported, model => new NeonKernel(model), PlanKernel.Of<LayerSimdNeon, Vector128<byte>>),
        new(
            "Vector128", "128-bit vectors", Vector128.IsHardwareAccelerated, model => new Vector128Kernel(model), PlanKernel.Of<LayerSimd128, Vector128<byte>>),
        new("Scalar", "none", true, _ => true, model => new ScalarKernel(model)),
    ];

    /// <summary>The kernel for a model: the named one, or the first that this processor supports and that handles the model.</summary>
    /// <exception cref="ArgumentException">No kernel has that name, or it does not handle the model.</exception>
    /// <exception cref="PlatformNotSupportedException">The named kernel needs an instruction set that this processor lacks.</exception>
    public static KernelEntry Resolve(string? name, KwsModel model)
    {
        string origin = "kernel";
        if (name is null && Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } variable)
        {
            (name, origin) = (variable, EnvironmentVariable);
        }

        if (name is null)
        {
            return All.First(entry => entry.IsSupported && entry.Handles(model));
        }

        KernelEntry entry = Find(name, origin);
        if (!entry.IsSupported)
        {
            throw new PlatformNotSupportedException($"{origin} {entry.Name} needs {entry.InstructionSets}, which this processor does not offer");
        }

        if (!entry.Handles(model))
        {
            throw new ArgumentException($"{origin} {entry.Name} does not handle this model ({model.Network}): {PlanKernel.Requirement}");
        }

        return entry;
    }

    /// <summary>The kernel of a name, whether supported here or not.</summary>
    /// <exception cref="ArgumentException">No kernel has that name.</exception>
    public static KernelEntry Find(string name) => Find(name, "kernel");

    private static KernelEntry Find(string name, string origin) =>
        All.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"{origin} '{name}' is unknown; the kernels are {string.Join(", ", All.Select(e => e.Name))}");
}
