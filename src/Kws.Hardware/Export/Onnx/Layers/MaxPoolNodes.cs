using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>
/// Max pools as MaxPool, which pads with minus infinity, and for int32 and doubles as Max of all places of the window, padded with the
/// least number; of all of the input as ReduceMax.
/// </summary>
internal static class MaxPoolNodes
{
    public static string Add(OnnxLayers to, MaxPoolLayer layer)
    {
        if (OnnxLayers.IsGlobalPool(layer))
        {
            return to.IsFlat
                ? to.Graph.Node("Identity", [to.Values], layer.Name)
                : to.Graph.ReduceMax(to.Values, layer.Name, 2, 3);
        }

        if (to.IsWide)
        {
            string least = to.Graph.Numbers($"{layer.Name}/least", to.Type, [int.MinValue]);
            return to.Graph.Node(
                "Max", new WindowSlices(to.Graph, layer, layer, to.Values, least).Select((_, _, slice) => slice), layer.Name);
        }

        Window window = layer.Window;
        return to.Graph.Node(
            "MaxPool", [to.Values], layer.Name,
            [OnnxGraph.Attribute("kernel_shape", [window.KernelTime, window.KernelFrequency]),
                OnnxGraph.Attribute("strides", [window.StrideTime, window.StrideFrequency]), .. new Pads(layer, layer).Attributes]);
    }
}
