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

    private static long OfSums(AccumulatingLayer layer) => layer is IWindowedLayer { Window: var window } windowed
        ? Taps(layer.Input.Time, layer.Output.Time, window.KernelTime, window.StrideTime, windowed.PaddingTime)
            * Taps(layer.Input.Frequency, layer.Output.Frequency, window.KernelFrequency, window.StrideFrequency, windowed.PaddingFrequency)
            * layer.Output.Channels * (layer.WeightsPerChannel / window.Taps)
        : (long)layer.Output.Count * layer.WeightsPerChannel;

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
