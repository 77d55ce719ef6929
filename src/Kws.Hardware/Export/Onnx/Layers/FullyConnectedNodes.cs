using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>Fully connected layers as Gemm.</summary>
internal static class FullyConnectedNodes
{
    public static string Add(OnnxLayers to, FullyConnectedLayer layer)
    {
        if (to.IsFlat)
        {
            return Gemm(to, layer, to.Values);
        }

        // [channel][time][frequency] to [time][frequency][channel], the order of the weights.
        string channelsLast = to.Graph.Node(
            "Transpose", [to.Values], $"{layer.Name}/channels_last", OnnxGraph.Attribute("perm", [0, 2, 3, 1]));
        return Gemm(to, layer, to.Graph.Node("Flatten", [channelsLast], $"{layer.Name}/flat"));
    }

    /// <summary>Values [batch][in] times weights [out][in], plus biases.</summary>
    public static string Gemm(OnnxLayers to, AccumulatingLayer layer, string values) => to.Graph.Node(
        "Gemm", [values, to.Weights(layer, to.WeightsOf(layer), layer.Output.Channels, layer.WeightsPerChannel), .. to.Biases(layer)],
        layer.Name, OnnxGraph.Attribute("transB", 1));
}
