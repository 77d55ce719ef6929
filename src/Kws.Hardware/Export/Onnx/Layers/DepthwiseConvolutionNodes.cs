using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>
/// Depthwise convolutions; of int32 and doubles, which ONNX Runtime does not have, as the sum over the places of the kernel of the values
/// under it times its weights.
/// </summary>
internal static class DepthwiseConvolutionNodes
{
    public static string Add(OnnxLayers to, DepthwiseConvolutionLayer layer, ValueRange input)
    {
        Window window = layer.Window;
        int channels = layer.Input.Channels;
        if (to.IsWide && !to.IsInteger)
        {
            return to.AddBiases(layer, name => Wide(to, layer, name), channels, 1, 1);
        }

        // [time][frequency][channel] to [channel][time][frequency].
        ImmutableArray<int> weights = to.WeightsOf(layer);
        IEnumerable<int> channelsFirst = Enumerable.Range(0, channels).SelectMany(
            channel => Enumerable.Range(0, window.Taps).Select(place => weights[(place * channels) + channel]));
        return ProductNodes.Convolution(
            to, layer, input, channelsFirst, [channels, 1, window.KernelTime, window.KernelFrequency],
            [OnnxGraph.Attribute("group", channels), OnnxGraph.Attribute("strides", [window.StrideTime, window.StrideFrequency]),
                .. new Pads(layer, layer).Attributes]);
    }

    private static string Wide(OnnxLayers to, DepthwiseConvolutionLayer layer, string name)
    {
        int channels = layer.Input.Channels;
        ImmutableArray<int> weights = to.WeightsOf(layer);
        string[] products = new WindowSlices(to.Graph, layer, layer, to.Values).Select((place, tap, slice) =>
            to.Graph.Node("Mul", [slice, to.Weights(tap, weights.Skip(place * channels).Take(channels), channels, 1, 1)], tap));
        return to.Graph.Sum(products, name);
    }
}
