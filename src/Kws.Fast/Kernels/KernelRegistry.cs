using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>An entry of the registry.</summary>
/// <param name="Info">The name that users type, and all that is known of the kernel. The type and its file are named NameKernel.</param>
/// <param name="Handles">
/// True for a model that the kernel computes (vector kernels need sums that fit 32 bits, and layers that are not huge).
/// </param>
/// <param name="Create">Packs the model's weights for the kernel.</param>
internal sealed record KernelEntry(KernelInfo Info, Func<KwsModel, bool> Handles, Func<KwsModel, Kernel> Create)
{
    /// <summary>A vector kernel: fused stages for the default network, a general plan for any other.</summary>
    public KernelEntry(KernelInfo info, Func<KwsModel, Kernel> fused, Func<KwsModel, Kernel> general)
        : this(
            info, model => VectorModel.IsSpecialised(model) || PlanKernel.Handles(model),
            model => VectorModel.IsSpecialised(model) ? fused(model) : general(model)) => General = general;

    public string Name => Info.Name;

    public string InstructionSets => Info.InstructionSets;

    public bool IsSupported => Info.IsSupported;

    /// <summary>The general plan, which computes the default network too; null for a kernel without one.</summary>
    public Func<KwsModel, Kernel>? General { get; }
}

/// <summary>All kernels, the fastest first: dispatch, tests, benchmarks and <c>kws kernels</c> go by this list.</summary>
internal static class KernelRegistry
{
    /// <summary>The environment variable that names the kernel where no option does.</summary>
    public const string EnvironmentVariable = "KWS_KERNEL";

    // The order is that of measured speed (benchmarks/results): Avx512 takes 18 % less time than AvxVnni on an Intel server and 43 % less
    // on Zen 5, which computes on twice as many 512-bit vectors a cycle; AvxVnni, with fewer operations, takes 8 to 10 % less than Avx2.
    // On ARM it is by reason, from the instructions counted in docs/explain/kernels.md: NeonDot is Neon with fewer and cheaper ones for
    // the convolution; Vector128 computes the same as Neon without multiply-adds, so it is for processors that have no kernel of their
    // own.
    public static IReadOnlyList<KernelEntry> All { get; } =
    [
        new(
            new("Avx512", "AVX-512 F, BW", Avx512BW.IsSupported)
            {
                Needs = ["Avx512F", "Avx512BW"],
                Switches = ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableAVX", "DOTNET_EnableHWIntrinsic"],
                ConvolutionMultiply = new("vpmaddubsw zmm", 64),
                OtherMultiply = new("vpmaddwd zmm", 32),
            },
            model => new Avx512Kernel(model), PlanKernel.Of<LayerSimd512, Vector512<byte>>),
        new(
            new("AvxVnni", "AVX-VNNI", AvxVnni.IsSupported)
            {
                Needs = ["Avx2", "AvxVnni"],
                Switches = ["DOTNET_EnableAVXVNNI", "DOTNET_EnableAVX2", "DOTNET_EnableAVX", "DOTNET_EnableHWIntrinsic"],
                ConvolutionMultiply = new("vpdpbusd ymm", 32),
                OtherMultiply = new("vpdpwssd ymm", 16),
            },
            model => new AvxVnniKernel(model), PlanKernel.Of<LayerSimdVnni, Vector256<byte>>),
        new(
            new("Avx2", "AVX2", Avx2.IsSupported)
            {
                Needs = ["Avx2"],
                Switches = ["DOTNET_EnableAVX2", "DOTNET_EnableAVX", "DOTNET_EnableHWIntrinsic"],
                ConvolutionMultiply = new("vpmaddubsw ymm", 32),
                OtherMultiply = new("vpmaddwd ymm", 16),
            },
            model => new Avx2Kernel(model), PlanKernel.Of<LayerSimd256, Vector256<byte>>),
        new(
            new("NeonDot", "AdvSimd, Dp", Dp.IsSupported)
            {
                Needs = ["AdvSimd", "Dp"],
                Switches = ["DOTNET_EnableArm64Dp", "DOTNET_EnableHWIntrinsic"],
                ConvolutionMultiply = new("sdot 4s", 16),
                OtherMultiply = new("smlal 4s", 4),
            },
            model => new NeonDotKernel(model), PlanKernel.Of<LayerSimdNeonDot, Vector128<byte>>),
        new(
            new("Neon", "AdvSimd", AdvSimd.Arm64.IsSupported)
            {
                Needs = ["AdvSimd", "AdvSimd.Arm64"],
                Switches = ["DOTNET_EnableHWIntrinsic"],
                ConvolutionMultiply = new("mla 8h", 8),
                OtherMultiply = new("smlal 4s", 4),
            },
            model => new NeonKernel(model), PlanKernel.Of<LayerSimdNeon, Vector128<byte>>),
        new(
            new("Vector128", "128-bit vectors", Vector128.IsHardwareAccelerated)
            {
                Needs = ["Vector128"],
                Switches = ["DOTNET_EnableHWIntrinsic"],
                ConvolutionMultiply = new("128-bit short multiply", 8),
                OtherMultiply = new("128-bit int multiply", 4),
            },
            model => new Vector128Kernel(model), PlanKernel.Of<LayerSimd128, Vector128<byte>>),
        new(
            new("Scalar", "none", true)
            {
                ConvolutionMultiply = new("64-bit multiply", 1),
                OtherMultiply = new("64-bit multiply", 1),
            },
            _ => true, model => new ScalarKernel(model)),
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
            throw new PlatformNotSupportedException(
                $"{origin} {entry.Name} needs {entry.InstructionSets}, which this processor does not offer");
        }

        if (!entry.Handles(model))
        {
            throw new ArgumentException($"{origin} {entry.Name} does not handle this model ({model.Network}): {PlanKernel.Refusal(model)}");
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
