using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>
/// Average pools as sums, a division and a rounding. A quotient of integers below 2^24 (in doubles 2^53) is never rounded up to an
/// integer: it is at least 1 / count below the next one.
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
        return layer.WrapBits is { } bits
            ? LowBits(to, layer, Rounded(to, layer, quotient, $"{layer.Name}/rounded"), bits)
            : Rounded(to, layer, quotient, layer.Name);
    }

    private static string Rounded(OnnxLayers to, AveragePoolLayer layer, string quotient, string name)
    {
        if (layer.Rounding == AverageRounding.Floor)
        {
            return to.Graph.Node("Floor", [quotient], name);
        }

        string magnitude = to.Graph.Node("Floor", [to.Graph.Node("Abs", [quotient], $"{layer.Name}/abs")], $"{layer.Name}/floor");
        return to.Graph.Node("Mul", [magnitude, to.Graph.Node("Sign", [quotient], $"{layer.Name}/sign")], name);
    }

    /// <summary>value - 2^bits * floor((value + 2^(bits - 1)) / 2^bits): every number on the way is exact.</summary>
    private static string LowBits(OnnxLayers to, AveragePoolLayer layer, string values, int bits)
    {
        string turn = to.Number($"{layer.Name}/turn", 1L << bits);
        string raised = to.Graph.Node("Add", [values, to.Number($"{layer.Name}/half_turn", 1L << (bits - 1))], $"{layer.Name}/raised");
        string turns =
            to.Graph.Node("Floor", [to.Graph.Node("Div", [raised, turn], $"{layer.Name}/turns/quotient")], $"{layer.Name}/turns");
        return to.Graph.Node("Sub", [values, to.Graph.Node("Mul", [turns, turn], $"{layer.Name}/excess")], layer.Name);
    }

    private static string Sums(OnnxLayers to, AveragePoolLayer layer)
    {
        if (to.IsFlat)
        {
            return to.Values;
        }

        return OnnxLayers.IsGlobalPool(layer)
            ? to.Graph.Node(
                "ReduceSum", [to.Values, to.Graph.List($"{layer.Name}/axes", 2, 3)], $"{layer.Name}/sum",
                OnnxGraph.Attribute("keepdims", 0))
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
