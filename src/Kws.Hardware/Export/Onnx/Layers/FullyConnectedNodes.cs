using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>Fully connected layers as a product of matrices.</summary>
internal static class FullyConnectedNodes
{
    public static string Add(OnnxLayers to, FullyConnectedLayer layer, ValueRange input)
    {
        if (to.IsFlat)
        {
            return ProductNodes.FullyConnected(to, layer, to.Values, input);
        }

        // [channel][time][frequency] to [time][frequency][channel], the order of the weights.
        string channelsLast = to.Graph.Node(
            "Transpose", [to.Values], $"{layer.Name}/channels_last", OnnxGraph.Attribute("perm", [0, 2, 3, 1]));
        return ProductNodes.FullyConnected(to, layer, to.Graph.Node("Flatten", [channelsLast], $"{layer.Name}/flat"), input);
    }
}
