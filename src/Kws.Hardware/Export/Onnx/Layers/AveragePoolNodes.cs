using Kws.Hardware.Ranges;
using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>Average pools as sums, a division and a rounding.</summary>
internal static class AveragePoolNodes
{
    public static string Add(OnnxLayers to, AveragePoolLayer layer, ValueRange input)
    {
        string sums = Sums(to, layer);
        string shifted = layer.LeftShift == 0
            ? sums
            : to.Graph.Node(
                "Mul", [sums, to.Graph.Numbers($"{layer.Name}/factor", to.Type, [1L << layer.LeftShift])], $"{layer.Name}/shifted");
        return Wrap(layer, input) is { } wrap
            ? LowBits(to, layer, Quotient(to, layer, input, shifted, $"{layer.Name}/rounded"), wrap)
            : Quotient(to, layer, input, shifted, layer.Name);
    }

    /// <summary>The range of all numbers with which the graph computes a layer.</summary>
    public static ValueRange Steps(AveragePoolLayer layer, ValueRange input, DataType type)
    {
        // A sum may begin with any of its values.
        ValueRange sums = Quotients(layer, input).Union(default).Map(value => checked(value * layer.Window.Taps));
        ValueRange divided = layer.Rounding == AverageRounding.Floor ? Division(layer, input).Steps(type, sums) : sums;
        ValueRange magnitudes = divided.Union(new ValueRange(-divided.Greatest, -divided.Least));
        return Wrap(layer, input) is { } wrap ? magnitudes.Union(wrap.Steps(type, Quotients(layer, input))) : magnitudes;
    }

    private static ValueRange Quotients(AveragePoolLayer layer, ValueRange input) =>
        input.Map(value => checked(value * (1L << layer.LeftShift)));

    private static FloorDivision Division(AveragePoolLayer layer, ValueRange input)
    {
        // The numbers of positions inside the input: one for all windows, or one for each where some cross a border.
        long[] counts = [.. WindowPosition.All(layer).Select(position => (long)position.Taps.Length)];
        long least = Quotients(layer, input).Least;
        return counts.Distinct().Count() == 1
            ? new(least, false, [counts[0]])
            : new(least, false, counts, 1, 1, layer.Output.Time, layer.Output.Frequency);
    }

    /// <summary>
    /// The division that finds how many times 2^bits a quotient is too large by, to the nearest; none where no quotient is.
    /// </summary>
    private static FloorDivision? Wrap(AveragePoolLayer layer, ValueRange input)
    {
        ValueRange quotients = Quotients(layer, input);
        return layer.WrapBits is { } bits && quotients.Bits > bits ? FloorDivision.Of(quotients, true, bits) : null;
    }

    private static string Quotient(OnnxLayers to, AveragePoolLayer layer, ValueRange input, string sums, string name)
    {
        FloorDivision division = Division(layer, input);
        if (layer.Rounding == AverageRounding.Floor)
        {
            return division.Add(to.Graph, to.Type, sums, name);
        }

        string magnitudes = to.Graph.Node("Abs", [sums], $"{layer.Name}/abs");
        string floor = (division with { Least = 0 }).Add(to.Graph, to.Type, magnitudes, $"{layer.Name}/floor");
        return to.Graph.Node("Mul", [floor, to.Graph.Node("Sign", [sums], $"{layer.Name}/sign")], name);
    }

    /// <summary>value - 2^bits * floor((value + 2^(bits - 1)) / 2^bits): every number on the way is exact.</summary>
    private static string LowBits(OnnxLayers to, AveragePoolLayer layer, string values, FloorDivision wrap)
    {
        string turns = wrap.Add(to.Graph, to.Type, values, $"{layer.Name}/turns");
        string turn = to.Graph.Numbers($"{layer.Name}/turn", to.Type, wrap.Divisors);
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
            : to.Graph.Sum(
                new WindowSlices(to.Graph, layer, layer, to.Values).Select((_, _, slice) => slice), $"{layer.Name}/sum");
    }
}
