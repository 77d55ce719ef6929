using Kws.Model;

namespace Kws.Analysis.Benchmarking;

/// <summary>How many products of a weight and a value a network consists of; those with the zeros of padding are not counted.</summary>
public static class MultiplyAccumulates
{
    /// <summary>The products of a whole network: 63,040 for the default topology.</summary>
    public static long Of(Network network) => Of(network, _ => true);

    internal static long Of(Network network, Func<LayerKind, bool> selects)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Layers.Where(layer => selects(layer.Kind)).Sum(Of);
    }

    private static long Of(Layer layer) => layer.Kind switch
    {
        LayerKind.Convolution or LayerKind.DepthwiseConvolution =>
            Taps(layer.Input.Time, layer.Output.Time, layer.Window.KernelTime, layer.Window.StrideTime, layer.PaddingTime)
            * Taps(
                layer.Input.Frequency,
                layer.Output.Frequency,
                layer.Window.KernelFrequency,
                layer.Window.StrideFrequency,
                layer.PaddingFrequency)
            * layer.Output.Channels,
        LayerKind.PointwiseConvolution or LayerKind.FullyConnected => (long)layer.Output.Count * layer.Input.Channels,
        _ => 0,
    };

    /// <summary>The taps of all outputs along one axis that lie within the input.</summary>
    private static long Taps(int inputs, int outputs, int kernel, int stride, int padding)
    {
        long taps = 0;
        for (int i = 0; i < outputs; i++)
        {
            int first = (i * stride) - padding;
            taps += Math.Min(first + kernel, inputs) - Math.Max(first, 0);
        }

        return taps;
    }
}
