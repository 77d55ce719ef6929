using System.Runtime.InteropServices;
using Google.Protobuf;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx;

/// <summary>
/// An ONNX model under construction. A node has the name of its output; a length of null is that of the batch, left open.
/// </summary>
/// <param name="description">What the graph computes.</param>
/// <param name="operators">The set of operators.</param>
internal sealed class OnnxGraph(string description = "", OnnxOperatorSet operators = OnnxOperatorSet.Version18)
{
    private readonly GraphProto _graph = new() { Name = "kws", DocString = description };
    private readonly List<StringStringEntryProto> _metadata = [];
    private readonly OnnxGraph? _outer;

    private OnnxGraph(OnnxGraph outer, OnnxOperatorSet operators)
        : this("", operators) => _outer = outer;

    /// <summary>Declares an input.</summary>
    public void Input(string name, DataType type, long?[] shape, string description = "") =>
        _graph.Input.Add(Tensor(name, type, shape, description));

    /// <summary>Declares an output.</summary>
    public void Output(string name, DataType type, long?[] shape, string description = "") =>
        _graph.Output.Add(Tensor(name, type, shape, description));

    /// <summary>Declares what a node gives, for viewers.</summary>
    public void Value(string name, DataType type, long?[] shape) => _graph.ValueInfo.Add(Tensor(name, type, shape, ""));

    /// <summary>
    /// Adds a tensor of constants and returns its name. Those of a body are outside it, so that they are stored and prepared once.
    /// </summary>
    public string Constant<T>(string name, ReadOnlySpan<T> values, params long[] shape)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("ONNX stores little-endian numbers, this processor has others");
        }

        var bytes = ByteString.CopyFrom(MemoryMarshal.AsBytes(values));
        (_outer ?? this)._graph.Initializer.Add(new TensorProto { Name = name, DataType = TypeOf<T>(), Dims = { shape }, RawData = bytes });
        return name;
    }

    /// <summary>Adds integers as float32, int32 or doubles; a single one has no shape.</summary>
    public string Numbers(string name, DataType type, long[] values, params long[] shape) => type switch
    {
        DataType.Float => Constant<float>(name, Array.ConvertAll(values, value => (float)value), shape),
        DataType.Int32 => Constant<int>(name, Array.ConvertAll(values, value => checked((int)value)), shape),
        _ => Constant<double>(name, Array.ConvertAll(values, value => (double)value), shape),
    };

    /// <summary>Adds a list of axes, shifts or lengths and returns its name.</summary>
    public string List(string name, params long[] values) => Constant<long>(name, values, values.Length);

    /// <summary>Adds the maximum over some axes, without these, and returns the name of its output.</summary>
    public string ReduceMax(string input, string output, params long[] axes) => operators == OnnxOperatorSet.Version13
        ? Node("ReduceMax", [input], output, Attribute("axes", axes), Attribute("keepdims", 0))
        : Node("ReduceMax", [input, List($"{output}/axes", axes)], output, Attribute("keepdims", 0));

    /// <summary>Adds an operator with several outputs. Its name is that of the first.</summary>
    public void Node(string type, string[] inputs, string[] outputs, params AttributeProto[] attributes) => _graph.Node.Add(
        new NodeProto { Name = outputs[0], OpType = type, Input = { inputs }, Output = { outputs }, Attribute = { attributes } });

    /// <summary>Adds an operator and returns the name of its output.</summary>
    public string Node(string type, string[] inputs, string output, params AttributeProto[] attributes)
    {
        Node(type, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a sum of any number of values. ONNX Runtime has no Sum of int32.</summary>
    public string Sum(string[] values, string output)
    {
        string sum = values[0];
        for (int i = 1; i < values.Length; i++)
        {
            sum = Node("Add", [sum, values[i]], i == values.Length - 1 ? output : $"{output}/{i}");
        }

        return values.Length == 1 ? Node("Identity", values, output) : sum;
    }

    /// <summary>An empty graph for the body of a <see cref="Scan"/>, which may use the names of this graph.</summary>
    public OnnxGraph Body() => new(this, operators);

    /// <summary>Adds a Scan over one input, frame after frame along its axis 2, and returns the name of its output.</summary>
    /// <param name="body">Takes the states and a frame, and gives the states after it and the output of the frame.</param>
    /// <param name="states">The states before the first frame.</param>
    /// <param name="input">The frames.</param>
    /// <param name="output">The name of the outputs of all frames.</param>
    public string Scan(OnnxGraph body, string[] states, string input, string output)
    {
        _graph.Node.Add(new NodeProto
        {
            Name = output,
            OpType = "Scan",
            Input = { states, input },
            Output = { states.Select(state => $"{state}/last"), output },
            Attribute =
            {
                Attribute("body", body), Attribute("num_scan_inputs", 1), Attribute("scan_input_axes", [2]),
                Attribute("scan_output_axes", [2]),
            },
        });
        return output;
    }

    /// <summary>Adds a Split along axis 1.</summary>
    public void Split(string input, string[] outputs, string lengths) => _graph.Node.Add(new NodeProto
    {
        Name = $"{outputs[0]}/split",
        OpType = "Split",
        Input = { input, lengths },
        Output = { outputs },
        Attribute = { Attribute("axis", 1) },
    });

    /// <summary>Adds a Cast and returns the name of its output.</summary>
    public string Cast(string input, DataType type, string output) => Node("Cast", [input], output, Attribute("to", (long)type));

    /// <summary>Says something about the node that was added last.</summary>
    public void Describe(string description) => _graph.Node[^1].DocString = description;

    /// <summary>Adds a property of the model.</summary>
    public void Metadata(string key, string value) => _metadata.Add(new StringStringEntryProto { Key = key, Value = value });

    /// <summary>An attribute that is a number.</summary>
    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>An attribute that is a list of numbers.</summary>
    public static AttributeProto Attribute(string name, long[] values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };

    /// <summary>An attribute that is a graph, which may use the names of the graph around it.</summary>
    public static AttributeProto Attribute(string name, OnnxGraph body) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = body._graph };

    /// <summary>The bytes of an .onnx file; the same model always gives the same ones.</summary>
    public byte[] Serialize() =>
        new ModelProto
        {
            // The versions of the file format of ONNX 1.8 and 1.13, in which the sets came.
            IrVersion = operators == OnnxOperatorSet.Version13 ? 7 : 8,
            ProducerName = "kws",
            ProducerVersion = typeof(OnnxGraph).Assembly.GetName().Version!.ToString(3),
            OpsetImport = { new OperatorSetIdProto { Version = (int)operators } },
            Graph = _graph,
            MetadataProps = { _metadata },
        }.ToByteArray();

    private static DataType TypeOf<T>()
        where T : unmanaged => default(T) switch
        {
            sbyte => DataType.Int8,
            byte => DataType.Uint8,
            int => DataType.Int32,
            long => DataType.Int64,
            float => DataType.Float,
            double => DataType.Double,
            _ => throw new NotSupportedException($"no tensors of {typeof(T)} are written"),
        };

    private static ValueInfoProto Tensor(string name, DataType type, long?[] shape, string description)
    {
        IEnumerable<TensorShapeProto.Types.Dimension> dimensions = shape.Select(length => length is { } fixedLength
            ? new TensorShapeProto.Types.Dimension { DimValue = fixedLength }
            : new TensorShapeProto.Types.Dimension { DimParam = "N" });
        return new ValueInfoProto
        {
            Name = name,
            DocString = description,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = new TensorShapeProto { Dim = { dimensions } } },
            },
        };
    }
}
