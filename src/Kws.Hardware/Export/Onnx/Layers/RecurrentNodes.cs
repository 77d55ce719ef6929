using System.Collections.Immutable;
using Kws.Hardware.Ranges;
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
/// Sums of gates, states and products are int32, or doubles where a sum does not fit it. The products with the recurrent weights are
/// float32 where all their sums are exact in it, or MatMulInteger.
/// </remarks>
internal sealed class RecurrentNodes
{
    private const int SigmoidShift = RecurrentLayer.SumFraction - TanhTable.ArgumentFraction;

    private static readonly ValueRange State16 = new(short.MinValue, short.MaxValue);

    private readonly OnnxLayers _to;
    private readonly RecurrentLayer _layer;
    private readonly OnnxGraph _body;
    private readonly ImmutableArray<InsideRange> _inside;
    private readonly string _frames;
    private readonly string _batch;

    /// <summary>The states, the output first: before the first frame, and their types and lengths.</summary>
    private readonly List<(string Zeros, DataType Type, int Count)> _states = [];

    public RecurrentNodes(OnnxLayers to, RecurrentLayer layer, ImmutableArray<ValueRange> input)
    {
        (_to, _layer, _body, _inside) = (to, layer, to.Graph.Body(), to.InsideOf(layer, input));

        // [batch][value][frame]
        string frames = to.IsFlat
            ? Outer("Unsqueeze", "frames", to.Values, List("frames/axes", 2))
            : Outer("Squeeze", "frames", to.Values, List("frames/axes", 3));
        _frames = layer.InputShift == 0
            ? frames
            : Outer("Mul", "frames/shifted", frames, Number("frames/factor", 1L << layer.InputShift));
        _batch = Outer("Slice", "batch", Outer("Shape", "frames/shape", frames), List("batch/start", 0), List("batch/end", 1));
        Before = _to.IsInteger
            ? AddState(
                "output", DataType.Uint8, to.Graph.Constant<byte>(Name("output/zero"), [ByteOperands.SignedZero]), layer.Output.Channels)
            : State("output", ProductType(RecurrentProducts), layer.Output.Channels);
    }

    /// <summary>A product of two numbers of 16 bits, not both -2^15, with what rounds it and what makes it non-negative.</summary>
    public static ValueRange Products { get; } = new(-(1L << 30), (1L << 30) - (1L << 15));

    /// <summary>The numbers inside any layer apart from its sums.</summary>
    public static ValueRange Arithmetic { get; } =
        FloorDivision.Of(Products, isRounded: true, TanhTable.ValueFraction).Steps(DataType.Int32, Products);

    /// <summary>The sums of the products with the recurrent weights.</summary>
    private ValueRange RecurrentProducts =>
        ValueRange.Union(Enumerable.Range(0, _layer.Gates).Select(gate => _inside[RecurrentQuantities.Products(gate)].Range));

    /// <summary>The output of the frame before: [batch][output].</summary>
    public string Before { get; }

    /// <summary>The part of the sums that comes from the frame: [batch][unit of each gate].</summary>
    public string Frame => Name("frame");

    /// <summary>Adds a state of numbers, of zeros before the first frame, and returns its name in the body.</summary>
    public string State(string name, int count) => State(name, _to.Type, count);

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
        return Node("Add", name, frame, Product($"{name}/product", weights, rows, _layer.RecurrentShift, values, RecurrentProducts));
    }

    /// <summary>Weights [out][in], times 2^shift, times an operand [batch][in].</summary>
    /// <param name="name">The name of the product.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="outputs">The number of rows.</param>
    /// <param name="shift">log2 of the factor.</param>
    /// <param name="values">An operand.</param>
    /// <param name="sums">The range of the sums before the shift.</param>
    public string Product(string name, ReadOnlySpan<int> weights, int outputs, int shift, string values, ValueRange sums)
    {
        int inputs = weights.Length / outputs;
        var columns = new int[weights.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = weights[(i % outputs * inputs) + (i / outputs)];
        }

        if (_to.IsInteger)
        {
            string zero = _to.Graph.Constant<byte>(Name($"{name}/operand/zero"), [ByteOperands.SignedZero]);
            (string, string) matrix = ByteOperands.Weights(_to.Graph, Name(name), columns, inputs, outputs);
            string exact = ByteOperands.Product(_body, "MatMulInteger", (values, zero), matrix, Name($"{name}/exact"));
            return Scaled(name, exact, shift);
        }

        string product = Node("MatMul", $"{name}/exact", values, Shifted(name, columns, shift, ProductType(sums), inputs, outputs));
        return ProductType(sums) == _to.Type ? product : _body.Cast(product, _to.Type, Name(name));
    }

    /// <summary>Adds weights for a product with a state, times 2^shift.</summary>
    public string Weights(string name, int[] values, int shift) => Shifted(name, values, shift, _to.Type, values.Length);

    /// <summary>The functions of sums, gate by gate.</summary>
    public string Gates(string name, string sums, params ReadOnlySpan<GateFunction> functions) =>
        Look(name, Arguments($"{name}/argument", sums, functions), functions);

    /// <summary>The arguments of the table for sums, gate by gate.</summary>
    public string Arguments(string name, string sums, params ReadOnlySpan<GateFunction> functions)
    {
        // A sum beyond the arguments is saturated before the division too, so that what rounds it cannot exceed 32 bits.
        int limit = (TanhTable.MaxArgument + 1) << SigmoidShift;
        long[] divisors = PerGate(functions, function => 1 << (function == GateFunction.Sigmoid ? SigmoidShift : SigmoidShift - 1));
        var division = new FloorDivision(-2 * (TanhTable.MaxArgument + 1), true, divisors, ShapeOf(divisors));
        string rounded = division.Add(_body, _to.Type, Clip($"{name}/sums", sums, -limit, limit), Name($"{name}/rounded"));
        return Clip(name, rounded, -TanhTable.MaxArgument, TanhTable.MaxArgument);
    }

    /// <summary>The values of the table for arguments, gate by gate: tanh or a sigmoid in units of 2^-15.</summary>
    public string Look(string name, string arguments, params ReadOnlySpan<GateFunction> functions)
    {
        long[] zeros = PerGate(functions, function => function == GateFunction.Sigmoid ? GateTableNodes.Sigmoid : GateTableNodes.Tanh);
        string zero = _to.Graph.Numbers(Name($"{name}/zero"), DataType.Int32, zeros, ShapeOf(zeros));
        string places = _to.Type == DataType.Int32 ? arguments : _body.Cast(arguments, DataType.Int32, Name($"{name}/argument/integer"));
        string table = _to.GateTable();
        string place = Node("Add", $"{name}/place", places, zero);
        return _to.Type == DataType.Int32
            ? Node("Gather", name, table, place)
            : _body.Cast(Node("Gather", $"{name}/integer", table, place), _to.Type, Name(name));
    }

    /// <summary>The product of two numbers of 16 bits, one of them in units of 2^-15, rounded half up.</summary>
    public string Fraction(string name, string fraction, string value) =>
        Divided(name, Node("Mul", $"{name}/exact", fraction, value), Products, TanhTable.ValueFraction);

    /// <summary>A value of 16 bits times 2^shift, rounded half up where the shift is below 0.</summary>
    public string Scaled(string name, string value, int shift) => shift switch
    {
        0 => value,
        < 0 => Divided(name, value, State16, -shift),
        _ => Node("Mul", name, value, Number($"{name}/factor", 1L << shift)),
    };

    /// <summary>A value of a range divided by 2^shift as an output: rounded half up and saturated.</summary>
    public string Output(string name, string value, ValueRange range, int shift) => Clip(
        name, shift == 0 ? value : Divided($"{name}/wide", value, range, shift), (int)RecurrentBounds.Output.Least,
        (int)RecurrentBounds.Output.Greatest);

    /// <summary>A number of 16 bits, 15 of them behind the binary point, as an output.</summary>
    public string Output(string name, string value) =>
        Output(name, value, State16, TanhTable.ValueFraction - RecurrentLayer.OutputFraction);

    /// <summary>A layer's projection.</summary>
    public string Projected(LstmLayer layer, string output)
    {
        ValueRange sums = _inside[RecurrentQuantities.Projection(layer)].Range;
        string operand = Operand("h/operand", output, sums);
        string product = Product(
            "projection", _to.ValuesOf(layer.Projection!).AsSpan(), layer.Output.Channels, shift: 0, operand, sums);
        return Output("output", product, sums, layer.ProjectionShift);
    }

    /// <summary>Values saturated.</summary>
    public string Clip(string name, string value, int least, int greatest) =>
        Node("Clip", name, value, Number($"{name}/min", least), Number($"{name}/max", greatest));

    /// <summary>An output as an operand of the products with the recurrent weights.</summary>
    public string Operand(string name, string value) => Operand(name, value, RecurrentProducts);

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
        string next = Operand("output/after", output);
        string[] after = [next == output ? Node("Identity", "output/after", output) : next, .. states];
        foreach ((string name, (_, DataType type, int count)) in after.Zip(_states))
        {
            _body.Output(name, type, [null, count]);
        }

        _body.Input(Frame, _to.Type, [null, _layer.Input.Channels]);
        _body.Output(output, _to.Type, [null, _layer.Output.Channels]);
        string all = _to.Graph.Scan(_body, [.. _states.Select(state => state.Zeros)], _frames, Name("outputs"));
        return _to.IsFlat
            ? _to.Graph.Node("Squeeze", [all, List("outputs/axes", 2)], _layer.Name)
            : _to.Graph.Node("Unsqueeze", [all, List("outputs/axes", 3)], _layer.Name);
    }

    private string State(string name, DataType type, int count) =>
        AddState(name, type, _to.Graph.Numbers(Name($"{name}/zero"), type, [0]), count);

    private string AddState(string name, DataType type, string zero, int count)
    {
        string shape = _to.Graph.Node(
            "Concat", [_batch, List($"{name}/count", count)], Name($"{name}/shape"), OnnxGraph.Attribute("axis", 0));
        _states.Add((Outer("Expand", $"{name}/first", zero, shape), type, count));
        string before = Name($"{name}/before");
        _body.Input(before, type, [null, count]);
        return before;
    }

    /// <summary>An output as an operand of products whose sums have a range.</summary>
    private string Operand(string name, string value, ValueRange sums)
    {
        if (_to.IsInteger)
        {
            return _body.Cast(
                Node("Add", $"{name}/raised", value, Number($"{name}/offset", ByteOperands.SignedZero)), DataType.Uint8, Name(name));
        }

        return ProductType(sums) == _to.Type ? value : _body.Cast(value, ProductType(sums), Name(name));
    }

    /// <summary>The type of products with bytes whose sums, in any order, have a range.</summary>
    private DataType ProductType(ValueRange sums) =>
        new ValueRange(-OnnxLayers.ExactInFloat, OnnxLayers.ExactInFloat).Contains(sums) ? DataType.Float : _to.Type;

    private string Divided(string name, string value, ValueRange range, int shift) =>
        FloorDivision.Of(range, isRounded: true, shift).Add(_body, _to.Type, value, Name(name));

    /// <summary>A number for all gates if they have the same function, or one for each value.</summary>
    private long[] PerGate(ReadOnlySpan<GateFunction> functions, Func<GateFunction, long> number)
    {
        long[] numbers = [.. functions.ToArray().Select(number)];
        return numbers.Distinct().Count() == 1
            ? numbers[..1]
            : [.. numbers.SelectMany(one => Enumerable.Repeat(one, _layer.Units))];
    }

    private static long[] ShapeOf(long[] perGate) => perGate.Length == 1 ? [] : [perGate.Length];

    /// <summary>Weights times 2^shift, outside the body.</summary>
    private string Shifted(string name, int[] values, int shift, DataType type, params long[] shape)
    {
        sbyte[] bytes = Array.ConvertAll(values, value => (sbyte)value);
        string weights = _to.Graph.Constant<sbyte>(Name($"{name}/weights"), bytes, shape);
        string cast = _to.Graph.Cast(weights, type, Name($"{name}/weights/cast"));
        return shift == 0
            ? cast
            : Outer("Mul", $"{name}/weights/shifted", cast, _to.Graph.Numbers(Name($"{name}/weights/factor"), type, [1L << shift]));
    }

    private string Outer(string type, string name, params string[] inputs) => _to.Graph.Node(type, inputs, Name(name));

    private string Number(string name, long value) => _to.Graph.Numbers(Name(name), _to.Type, [value]);

    private string List(string name, params long[] values) => _to.Graph.List(Name(name), values);

    /// <summary>A name that no other layer has, which may be called <c>lstm/frames</c>.</summary>
    private string Name(string name) => $"{_layer.Name}/scan/{name}";
}
