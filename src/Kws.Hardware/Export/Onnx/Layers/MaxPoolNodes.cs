using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>Max pools as MaxPool, which pads with minus infinity; of all of the input as ReduceMax.</summary>
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

        Window window = layer.Window;
        return to.Graph.Node(
            "MaxPool", [to.Values], layer.Name,
            [OnnxGraph.Attribute("kernel_shape", [window.KernelTime, window.KernelFrequency]),
                OnnxGraph.Attribute("strides", [window.StrideTime, window.StrideFrequency]), .. new Pads(layer, layer).Attributes]);
    }
}
