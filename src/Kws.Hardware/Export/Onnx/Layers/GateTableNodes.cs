using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>
/// The functions of gates as one table, which a Gather reads: tanh(z / 2) of every argument z of <see cref="TanhTable"/>, then the sigmoid
/// of every argument. The file has the parabolas alone, ONNX Runtime computes the table when it loads the file.
/// </summary>
/// <remarks>tanh is in units of 2^-15; the sigmoid, by which all products multiply, is the fraction itself.</remarks>
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
        string segment = Divided(magnitudes, 1 << TanhTable.SegmentBits, "segment");
        string index = graph.Cast(segment, DataType.Int32, Name("segment/index"));
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
        string fraction = graph.Node(
            "Div", [Divided(raised, 2, "sigmoid/value"), Number("sigmoid/unit", Unit)], Name("sigmoid"));
        return graph.Node("Concat", [tanh, fraction], Name("table"), OnnxGraph.Attribute("axis", 0));

        static string Name(string name) => $"gates/{name}";

        string Number(string name, double value) => graph.Constant<double>(Name(name), [value]);

        string Divided(string values, double divisor, string name) => graph.Node(
            "Floor", [graph.Node("Div", [values, Number($"{name}/divisor", divisor)], Name($"{name}/quotient"))], Name(name));

        string Product(string left, string right, string name)
        {
            string exact = graph.Node("Mul", [left, right], Name($"{name}/product"));
            return Divided(graph.Node("Add", [exact, Number($"{name}/half", Unit / 2)], Name($"{name}/raised")), Unit, name);
        }

        string Of(string name, ReadOnlySpan<short> parabolas) => graph.Node(
            "Gather",
            [graph.Constant<double>(Name($"{name}/parabolas"), [.. parabolas.ToArray().Select(value => (double)value)], parabolas.Length),
                index],
            Name(name));
    }
}
