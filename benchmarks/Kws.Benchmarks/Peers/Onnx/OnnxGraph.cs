using Google.Protobuf;

namespace Kws.Benchmarks.Peers.Onnx;

/// <summary>An ONNX model of float32 tensors under construction.</summary>
internal sealed class OnnxGraph
{
    // Of ONNX 1.16; what is used of the operators has not changed since.
    private const int FormatVersion = 10;
    private const int OperatorVersion = 21;

    private readonly GraphProto _graph = new() { Name = "kws" };

    /// <summary>Declares the input.</summary>
    public void Input(string name, params long[] shape) => _graph.Input.Add(Tensor(name, shape));

    /// <summary>Declares the output.</summary>
    public void Output(string name, params long[] shape) => _graph.Output.Add(Tensor(name, shape));

    /// <summary>Adds weights.</summary>
    public void Weights(string name, IEnumerable<float> values, params long[] shape) =>
        _graph.Initializer.Add(new TensorProto { Name = name, DataType = TensorProto.Types.DataType.Float, Dims = { shape }, FloatData = { values } });

    /// <summary>Adds an operator.</summary>
    public void Node(string type, string[] inputs, string output, params AttributeProto[] attributes) =>
        _graph.Node.Add(new NodeProto { OpType = type, Input = { inputs }, Output = { output }, Attribute = { attributes } });

    /// <summary>An attribute that is a number.</summary>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>An attribute that is a list of numbers.</summary>
    public static AttributeProto Attribute(string name, long[] values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };

    /// <summary>The bytes of an .onnx file.</summary>
    public byte[] Serialize() =>
        new ModelProto
        {
            IrVersion = FormatVersion,
            OpsetImport = { new OperatorSetIdProto { Version = OperatorVersion } },
            Graph = _graph,
        }.ToByteArray();

    private static ValueInfoProto Tensor(string name, long[] shape)
    {
        var dimensions = shape.Select(length => new TensorShapeProto.Types.Dimension { DimValue = length });
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor
                {
                    ElemType = TensorProto.Types.DataType.Float,
                    Shape = new TensorShapeProto { Dim = { dimensions } },
                },
            },
        };
    }
}
