extern alias Emulated;

using Kws.Fast.Kernels;
using EmulatedRegistry = Emulated::Kws.Fast.Kernels.KernelRegistry;

namespace Kws.Fast.Tests.Support;

/// <summary>
/// A kernel of <c>Kws.Emulated</c>: the same sources, with the instructions written out, so that it runs on every processor.
/// </summary>
internal sealed class EmulatedKernel(Emulated::Kws.Fast.Kernels.Kernel kernel) : Kernel
{
    /// <summary>All kernels but Scalar, which has no instructions to write out.</summary>
    public static IReadOnlyList<KernelEntry> All { get; } =
    [
        .. from entry in EmulatedRegistry.All
           where entry.Name != "Scalar"
           let info = KernelRegistry.Find("Scalar").Info with { Name = $"{entry.Name}, emulated" }
           select new KernelEntry(
               info, model => new EmulatedKernel(entry.Create(model)), model => new EmulatedKernel(entry.General!(model))),
    ];

    public override int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits) => kernel.Infer(fingerprints, logits);

    public override void Convolution(ReadOnlySpan<sbyte> fingerprint, Span<int> output) => kernel.Convolution(fingerprint, output);

    public override void DepthwisePool(ReadOnlySpan<int> input, Span<int> output) => kernel.DepthwisePool(input, output);

    public override void Pointwise(ReadOnlySpan<int> input, Span<int> output) => kernel.Pointwise(input, output);

    public override void FullyConnected(ReadOnlySpan<int> input, Span<int> logits) => kernel.FullyConnected(input, logits);
}
