using Kws.Fast;
using Kws.Model;

namespace Kws.Hardware.Benchmarking;

/// <summary>
/// The smallest number of a kernel's multiply instructions that compute a network product by product, with no product of padding and no
/// part of a register left unused: a yardstick, not a bound, since Winograd's algorithm does with fewer products.
/// </summary>
public static class LeastMultiplies
{
    /// <summary>The number for a whole network.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="network">The network.</param>
    public static double Of(KernelInfo kernel, Network network)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return OfConvolutions(kernel, network) + OfOthers(kernel, network);
    }

    internal static double OfConvolutions(KernelInfo kernel, Network network) =>
        (double)MultiplyAccumulates.Of(network, layer => layer is ConvolutionLayer) / kernel.ConvolutionMultiply.Products;

    internal static double OfOthers(KernelInfo kernel, Network network) =>
        (double)MultiplyAccumulates.Of(network, layer => layer is not ConvolutionLayer) / kernel.OtherMultiply.Products;
}
