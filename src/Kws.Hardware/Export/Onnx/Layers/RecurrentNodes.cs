using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>The function of a gate.</summary>
internal enum GateFunction
{
    Sigmoid,
    Tanh,
}

/// <summary>
/// A recurrent layer as a Scan, whose body computes one frame. Unrolled, the graph would have the nodes of the body for each frame: a
/// larger file that takes ONNX Runtime longer to load. Weights and tables are outside the body, so that they are stored and prepared once.
/// </summary>
/// <remarks>
/// Sums of gates, states and products are doubles: a sum is below 2^48. The products with the recurrent weights are float32 as long as
/// every sum of them is exact: up to 1,024 values of 8 bits.
/// </remarks>
internal sealed class RecurrentNodes
{
    private const int SigmoidShift = RecurrentLayer.SumFraction - TanhTable.ArgumentFraction;

    private readonly OnnxLayers _to;
    private readonly RecurrentLayer _layer;
    private readonly OnnxGraph _body;
    private readonly string _frames;
    private readonly string _batch;
    private readonly string _half;

    /// <summary>The states, the output first: before the first frame, and their types and lengths.</summary>
    private readonly List<(string Zeros, DataType Type, int Count)> _states = [];

    public RecurrentNodes(OnnxLayers to, RecurrentLayer layer)
    {
        (_to, _layer, _body) = (to, layer, to.Graph.Body());

        // [batch][value][frame]
        string frames = to.IsFlat
            ? Outer("Unsqueeze", "frames", to.Values, List("frames/axes", 2))
            : Outer("Squeeze", "frames", to.Values, List("frames/axes", 3));
        string wide = to.Graph.Cast(frames, DataType.Double, Name("frames/double"));
        _frames = Outer("Mul", "frames/shifted", wide, Number("frames/factor", 1L << layer.InputShift));
        _batch = Outer("Slice", "batch", Outer("Shape", "frames/shape", frames), List("batch/start", 0), List("batch/end", 1));
        _half = Number("half", 0.5);
        Before = State("output", ProductType(layer.Output.Channels), layer.Output.Channels);
    }

    /// <summary>The output of the frame before: [batch][output].</summary>
    public string Before { get; }

    /// <summary>The part of the sums that comes from the frame: [batch][unit of each gate].</summary>
    public string Frame => Name("frame");

    /// <summary>Adds a state, of zeros before the first frame, and returns its name in the body.</summary>
    public string State(string name, DataType type, int count)
    {
        string zero = type == DataType.Double ? Number($"{name}/zero", 0) : _to.Graph.Constant<float>(Name($"{name}/zero"), [0]);
        string shape = _to.Graph.Node(
            "Concat", [_batch, List($"{name}/count", count)], Name($"{name}/shape"), OnnxGraph.Attribute("axis", 0));
        _states.Add((Outer("Expand", $"{name}/first", zero, shape), type, count));
        string before = Name($"{name}/before");
        _body.Input(before, type, [null, count]);
        return before;
    }

    /// <summary>The sums of some gates: their part of the frame, and the product with their recurrent weights.</summary>
    /// <param name="name">The name of the sums.</param>
    /// <param name="firstGate">The first of the gates.</param>
    /// <param name="gates">Their number.</param>
    /// <param name="values">What the weights multiply.</param>
    /// <param name="frame">The part of the frame.</param>
    public string Sums(string name, int firstGate, int gates, string values, string frame)
    {
        int rows = gates * _layer.Units;
        int gate = _layer.Units * _layer.Output.Channels;
        ReadOnlySpan<int> weights = _to.ValuesOf(_layer.RecurrentWeights).AsSpan().Slice(firstGate * gate, gates * gate);
        return Node("Add", name, frame, Product($"{name}/product", weights, rows, _layer.RecurrentShift, values));
    }

    /// <summary>Weights [out][in], times 2^shift, times values [batch][in].</summary>
    public string Product(string name, ReadOnlySpan<int> weights, int outputs, int shift, string values)
    {
        int inputs = weights.Length / outputs;
        var columns = new sbyte[weights.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = (sbyte)weights[(i % outputs * inputs) + (i / outputs)];
        }

        string matrix = Shifted($"{name}/weights", columns, shift, ProductType(inputs), inputs, outputs);
        return _body.Cast(Node("MatMul", $"{name}/exact", values, matrix), DataType.Double, Name(name));
    }

    /// <summary>The type in which sums of products of bytes are exact.</summary>
    public static DataType ProductType(int products) =>
        (long)products << (RecurrentLayer.OutputBits - 1 + TensorSpec.MaxWeightBits - 1) <= OnnxLayers.ExactInFloat
            ? DataType.Float
            : DataType.Double;

    /// <summary>Adds weights for a product with a state, times 2^shift.</summary>
    public string Weights(string name, IEnumerable<int> values, int shift)
    {
        sbyte[] bytes = [.. values.Select(value => (sbyte)value)];
        return Shifted(name, bytes, shift, DataType.Double, bytes.Length);
    }

    /// <summary>The functions of sums, gate by gate.</summary>
    public string Gates(string name, string sums, params ReadOnlySpan<GateFunction> functions) =>
        Look(name, Arguments($"{name}/argument", sums, functions), functions);

    /// <summary>The arguments of the table for sums, gate by gate.</summary>
    public string Arguments(string name, string sums, params ReadOnlySpan<GateFunction> functions)
    {
        string divisors = PerGate($"{name}/divisor", functions, function =>
            1 << (function == GateFunction.Sigmoid ? SigmoidShift : SigmoidShift - 1));
        string rounded = Rounded($"{name}/rounded", Node("Div", $"{name}/quotient", sums, divisors));
        return Clip(name, rounded, -TanhTable.MaxArgument, TanhTable.MaxArgument);
    }

    /// <summary>The values of the table for arguments, gate by gate: tanh in units of 2^-15, a sigmoid as a fraction.</summary>
    public string Look(string name, string arguments, params ReadOnlySpan<GateFunction> functions)
    {
        string zero = PerGate($"{name}/zero", functions, function =>
            function == GateFunction.Sigmoid ? GateTableNodes.Sigmoid : GateTableNodes.Tanh);
        string place = _body.Cast(Node("Add", $"{name}/place", arguments, zero), DataType.Int32, Name($"{name}/place/integer"));
        return Node("Gather", name, _to.GateTable(), place);
    }

    /// <summary>A fraction of a value, rounded half up.</summary>
    public string Fraction(string name, string fraction, string value) =>
        Rounded(name, Node("Mul", $"{name}/exact", fraction, value));

    /// <summary>A value times 2^shift, rounded half up where the shift is below 0.</summary>
    public string Scaled(string name, string value, int shift)
    {
        string factor = Number($"{name}/factor", Math.ScaleB(1, shift));
        return shift < 0 ? Rounded(name, Node("Mul", $"{name}/exact", value, factor)) : Node("Mul", name, value, factor);
    }

    /// <summary>A value divided by 2^shift as an output: rounded half up and saturated.</summary>
    public string Output(string name, string value, int shift) => Clip(
        name, Scaled($"{name}/wide", value, -shift), (int)RecurrentBounds.Output.Least, (int)RecurrentBounds.Output.Greatest);

    /// <summary>A number with 15 bits behind the binary point as an output.</summary>
    public string Output(string name, string value) => Output(name, value, TanhTable.ValueFraction - RecurrentLayer.OutputFraction);

    /// <summary>Values saturated.</summary>
    public string Clip(string name, string value, int least, int greatest) =>
        Node("Clip", name, value, Number($"{name}/min", least), Number($"{name}/max", greatest));

    /// <summary>An output as an operand of products.</summary>
    public string Operand(string name, string value, int products) => _body.Cast(value, ProductType(products), Name(name));

    /// <summary>Adds an operator to the body.</summary>
    public string Node(string type, string name, params string[] inputs) => _body.Node(type, inputs, Name(name));

    /// <summary>Joins values of units.</summary>
    public string Concat(string name, params string[] inputs) => _body.Node("Concat", inputs, Name(name), OnnxGraph.Attribute("axis", 1));

    /// <summary>Cuts values of gates apart, each name with the gates that it has.</summary>
    public string[] Split(string values, params (string Name, int Gates)[] parts)
    {
        string[] names = [.. parts.Select(part => Name(part.Name))];
        _body.Split(values, names, List($"{parts[0].Name}/lengths", [.. parts.Select(part => (long)part.Gates * _layer.Units)]));
        return names;
    }

    /// <summary>Adds the Scan.</summary>
    /// <param name="output">The output after a frame.</param>
    /// <param name="states">The other states after it, in the order in which they were added.</param>
    /// <returns>The name of the layer.</returns>
    public string Add(string output, params string[] states)
    {
        string[] after = [Operand("output/after", output, _layer.Output.Channels), .. states];
        foreach ((string name, (_, DataType type, int count)) in after.Zip(_states))
        {
            _body.Output(name, type, [null, count]);
        }

        _body.Input(Frame, DataType.Double, [null, _layer.Input.Channels]);
        _body.Output(output, DataType.Double, [null, _layer.Output.Channels]);
        string all = _to.Graph.Cast(
            _to.Graph.Scan(_body, [.. _states.Select(state => state.Zeros)], _frames, Name("outputs")), _to.Type, Name("outputs/cast"));
        return _to.IsFlat
            ? _to.Graph.Node("Squeeze", [all, List("outputs/axes", 2)], _layer.Name)
            : _to.Graph.Node("Unsqueeze", [all, List("outputs/axes", 3)], _layer.Name);
    }

    private string Rounded(string name, string value) => Node("Floor", name, Node("Add", $"{name}/raised", value, _half));

    /// <summary>A number for all gates if they have the same function, or one for each value.</summary>
    private string PerGate(string name, ReadOnlySpan<GateFunction> functions, Func<GateFunction, double> number)
    {
        double[] numbers = [.. functions.ToArray().Select(number)];
        return numbers.Distinct().Count() == 1
            ? Number(name, numbers[0])
            : _to.Graph.Constant<double>(
                Name(name), [.. numbers.SelectMany(one => Enumerable.Repeat(one, _layer.Units))], numbers.Length * _layer.Units);
    }

    private string Shifted(string name, ReadOnlySpan<sbyte> bytes, int shift, DataType type, params long[] shape)
    {
        string cast = _to.Graph.Cast(_to.Graph.Constant(Name(name), bytes, shape), type, Name($"{name}/cast"));
        string factor = type == DataType.Double
            ? Number($"{name}/factor", 1L << shift)
            : _to.Graph.Constant<float>(Name($"{name}/factor"), [1L << shift]);
        return Outer("Mul", $"{name}/shifted", cast, factor);
    }

    private string Outer(string type, string name, params string[] inputs) => _to.Graph.Node(type, inputs, Name(name));

    private string Number(string name, double value) => _to.Graph.Constant<double>(Name(name), [value]);

    private string List(string name, params long[] values) => _to.Graph.List(Name(name), values);

    /// <summary>A name that no other layer has, which may be called <c>lstm/frames</c>.</summary>
    private string Name(string name) => $"{_layer.Name}/scan/{name}";
}
