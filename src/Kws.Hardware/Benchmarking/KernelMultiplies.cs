using Kws.Model;

namespace Kws.Hardware.Benchmarking;

/// <summary>The multiply instructions of a kernel.</summary>
/// <param name="Convolution">The one for the 6-bit inputs of the first layer.</param>
/// <param name="Others">The one for the wider numbers behind it.</param>
public sealed record KernelMultiplies(MultiplyInstruction Convolution, MultiplyInstruction Others)
{
    private static readonly Dictionary<string, KernelMultiplies> ByKernel = new()
    {
        ["Avx512"] = new(X64Multiplies.Bytes512, X64Multiplies.Words512),
        ["AvxVnni"] = new(X64Multiplies.DotBytes256, X64Multiplies.DotWords256),
        ["Avx2"] = new(X64Multiplies.Bytes256, X64Multiplies.Words256),
        ["NeonDot"] = new(ArmMultiplies.DotBytes, ArmMultiplies.WideningWords),
        ["Neon"] = new(ArmMultiplies.Words, ArmMultiplies.WideningWords),
        ["Vector128"] = new(PortableMultiplies.Words128, PortableMultiplies.Integers128),
        ["Scalar"] = new(PortableMultiplies.Scalar, PortableMultiplies.Scalar),
    };

    /// <summary>The instructions of a kernel.</summary>
    /// <param name="kernel">Its name.</param>
    /// <exception cref="ArgumentException">The table has no line for it.</exception>
    public static KernelMultiplies Of(string kernel) => ByKernel.TryGetValue(kernel, out KernelMultiplies? multiplies)
        ? multiplies
        : throw new ArgumentException(
            $"nobody has said which instructions kernel {kernel} multiplies with: add it to the table of {nameof(KernelMultiplies)}");

    /// <summary>
    /// The least number of these instructions that compute a network product by product, with no product of padding and no part of a
    /// register left unused: a yardstick, not a bound, since Winograd's algorithm does with fewer products.
    /// </summary>
    /// <param name="network">The network.</param>
    public double Least(Network network) => LeastConvolution(network) + LeastOthers(network);

    internal double LeastConvolution(Network network) =>
        (double)MultiplyAccumulates.Of(network, layer => layer is ConvolutionLayer) / Convolution.MultiplyAccumulates;

    internal double LeastOthers(Network network) =>
        (double)MultiplyAccumulates.Of(network, layer => layer is not ConvolutionLayer) / Others.MultiplyAccumulates;
}
