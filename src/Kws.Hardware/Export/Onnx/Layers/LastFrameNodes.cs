using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>The last frame as Slice.</summary>
internal static class LastFrameNodes
{
    public static string Add(OnnxLayers to, LastFrameLayer layer) => to.IsFlat
        ? to.Graph.Node("Identity", [to.Values], layer.Name)
        : to.Graph.Node(
            "Slice",
            [to.Values, to.Graph.List($"{layer.Name}/starts", layer.Input.Time - 1), to.Graph.List($"{layer.Name}/ends", layer.Input.Time),
                to.Graph.List($"{layer.Name}/axes", 2)],
            layer.Name);
}
