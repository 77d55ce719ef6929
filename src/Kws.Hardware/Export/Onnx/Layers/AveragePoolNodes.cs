using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>
/// Average pools as sums, a division and a rounding. A quotient of integers below 2^24 (in doubles 2^53) is never rounded up to an integer: it
/// is at least 1 / count below the next one.
/// </summary>
internal static class AveragePoolNodes
{
    public static string Add(OnnxLayers to, AveragePoolLayer layer)
    {
        string sums = Sums(to, layer);
        string shifted = layer.LeftShift == 0
            ? sums
            : to.Graph.Node("Mul", [sums, to.Number($"{layer.Name}/factor", 1L << layer.LeftShift)], $"{layer.Name}/shifted");
        string quotient = to.Graph.Node("Div", [shifted, Counts(to, layer)], $"{layer.Name}/quotient");
        if (layer.Rounding == AverageRounding.Floor)
        {
            return to.Graph.Node("Floor", [quotient], layer.Name);
        }

        string magnitude = to.Graph.Node("Floor", [to.Graph.Node("Abs", [quotient], $"{layer.Name}/abs")], $"{layer.Name}/floor");
        return to.Graph.Node("Mul", [magnitude, to.Graph.Node("Sign", [quotient], $"{layer.Name}/sign")], layer.Name);
    }

    private static string Sums(OnnxLayers to, AveragePoolLayer layer)
    {
        if (to.IsFlat)
        {
            return to.Values;
        }

        return OnnxLayers.IsGlobalPool(layer)
            ? to.Graph.Node(
                "ReduceSum", [to.Values, to.Graph.List($"{layer.Name}/axes", 2, 3)], $"{layer.Name}/sum", OnnxGraph.Attribute("keepdims", 0))
            : to.Graph.Node("Sum", new WindowSlices(to.Graph, layer, layer, to.Values).Select((_, _, slice) => slice), $"{layer.Name}/sum");
    }

    /// <summary>The numbers of positions inside the input: one for all windows, or one for each where some cross a border.</summary>
    private static string Counts(OnnxLayers to, AveragePoolLayer layer)
    {
        double[] counts = [.. WindowPosition.All(layer).Select(position => (double)position.Taps.Length)];
        return counts.Distinct().Count() == 1
            ? to.Number($"{layer.Name}/count", counts[0])
            : to.Numbers($"{layer.Name}/count", counts, 1, 1, layer.Output.Time, layer.Output.Frequency);
    }
}
