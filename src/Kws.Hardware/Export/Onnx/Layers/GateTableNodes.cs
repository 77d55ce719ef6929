using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>
/// The functions of gates as one table of int32, which a Gather reads: tanh(z / 2) of every argument z of <see cref="TanhTable"/>, then the
/// sigmoid of every argument, both in units of 2^-15. The file has the parabolas alone, ONNX Runtime computes the table when it loads the
/// file.
/// </summary>
internal static class GateTableNodes
{
    /// <summary>The place of tanh(0) in the table.</summary>
    public const int Tanh = TanhTable.MaxArgument;

    /// <summary>The place of sigmoid(0).</summary>
    public const int Sigmoid = (3 * TanhTable.MaxArgument) + 1;

    private const int Unit = 1 << TanhTable.ValueFraction;

    public static string Add(OnnxGraph graph)
    {
        string arguments = graph.Node(
            "Range", [Number("first", -Tanh), Number("end", Tanh + 1), Number("step", 1)], Name("arguments"));
        string magnitudes = graph.Node("Abs", [arguments], Name("magnitudes"));
        string segment = Divided(magnitudes, default, isRounded: false, TanhTable.SegmentBits, "segment");
        string start = graph.Node("Mul", [segment, Number("segment/arguments", 1 << TanhTable.SegmentBits)], Name("segment/start"));
        string offset = graph.Node("Sub", [magnitudes, start], Name("offset"));
        string place = graph.Node(
            "Mul", [offset, Number("place/factor", 1 << (TanhTable.ValueFraction - TanhTable.SegmentBits))], Name("place"));
        string curved = Product(Of("curvatures", TanhTable.Curvatures.AsSpan()), place, "curved");
        string sloped = Product(
            graph.Node("Add", [Of("slopes", TanhTable.Slopes.AsSpan()), curved], Name("slope")), place, "sloped");
        string value = graph.Node("Add", [Of("constants", TanhTable.Constants.AsSpan()), sloped], Name("magnitude"));
        string tanh = graph.Node("Mul", [value, graph.Node("Sign", [arguments], Name("sign"))], Name("tanh"));
        string raised = graph.Node("Add", [tanh, Number("sigmoid/one", Unit)], Name("sigmoid/raised"));
        string sigmoid = Divided(raised, default, isRounded: false, 1, "sigmoid");
        return graph.Node("Concat", [tanh, sigmoid], Name("table"), OnnxGraph.Attribute("axis", 0));

        static string Name(string name) => $"gates/{name}";

        string Number(string name, long value) => graph.Numbers(Name(name), DataType.Int32, [value]);

        string Divided(string values, ValueRange range, bool isRounded, int shift, string name) =>
            FloorDivision.Of(range, isRounded, shift).Add(graph, DataType.Int32, values, Name(name));

        string Product(string left, string right, string name) => Divided(
            graph.Node("Mul", [left, right], Name($"{name}/product")), RecurrentNodes.Products, isRounded: true, TanhTable.ValueFraction,
            name);

        string Of(string name, ReadOnlySpan<short> parabolas)
        {
            long[] numbers = [.. parabolas.ToArray().Select(value => (long)value)];
            return graph.Node(
                "Gather", [graph.Numbers(Name($"{name}/parabolas"), DataType.Int32, numbers, numbers.Length), segment], Name(name));
        }
    }
}
