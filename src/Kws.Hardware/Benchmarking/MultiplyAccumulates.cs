using Kws.Model;

namespace Kws.Hardware.Benchmarking;

/// <summary>The number of products of a weight and a value in a network, those with the zeros of padding left out.</summary>
public static class MultiplyAccumulates
{
    /// <summary>The products of a whole network: 63,040 for the default topology.</summary>
    public static long Of(Network network) => Of(network, _ => true);

    internal static long Of(Network network, Func<Layer, bool> selects)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Layers.Where(selects).Sum(Of);
    }

    /// <summary>The products of one layer; 0 for a kind without weights. Those of peepholes do not count.</summary>
    public static long Of(Layer layer) => layer switch
    {
        AccumulatingLayer sums => OfSums(sums),
        RecurrentLayer recurrent =>
            (long)layer.Input.Time * (recurrent.RecurrentWeights.Count + ((recurrent as LstmLayer)?.Projection?.Count ?? 0)),
        _ => 0,
    };

    /// <summary>
    /// The products of one layer at a new frame of live sound: a first convolution keeps the rows that the frame does not change, all
    /// other layers compute everything.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="index">The layer's index.</param>
    public static long AtNewFrame(Network network, int index)
    {
        ArgumentNullException.ThrowIfNull(network);
        Layer layer = network.Layers[index];
        return index == 0 && layer is ConvolutionLayer first
            ? Of(layer) - ((long)HopRows.Of(first).Count * first.Window.KernelTime * OfRow(first, first))
            : Of(layer);
    }

    private static long OfSums(AccumulatingLayer layer) => layer is IWindowedLayer { Window: var window } windowed
        ? Taps(layer.Input.Time, layer.Output.Time, window.KernelTime, window.StrideTime, windowed.PaddingTime) * OfRow(layer, windowed)
        : (long)layer.Output.Count * layer.WeightsPerChannel;

    /// <summary>The products of one row of outputs with one row of a kernel.</summary>
    private static long OfRow(AccumulatingLayer layer, IWindowedLayer windowed)
    {
        Window window = windowed.Window;
        return Taps(
            layer.Input.Frequency, layer.Output.Frequency, window.KernelFrequency, window.StrideFrequency, windowed.PaddingFrequency)
            * layer.Output.Channels * (layer.WeightsPerChannel / window.Taps);
    }

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
