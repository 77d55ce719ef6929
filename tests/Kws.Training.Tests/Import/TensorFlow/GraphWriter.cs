using System.Runtime.InteropServices;
using Google.Protobuf;
using Kws.Training.Import.TensorFlow;

namespace Kws.Training.Tests.Import.TensorFlow;

/// <summary>A TensorFlow graph under construction. Every method returns the name of the node that it adds.</summary>
internal sealed class GraphWriter
{
    private readonly Random _random = new(1);

    public GraphDef Graph { get; } = new();

    public string Node(string name, string op, string[] inputs, params (string Name, AttrValue Value)[] attributes)
    {
        var node = new NodeDef { Name = name, Op = op, Input = { inputs } };
        foreach ((string attribute, AttrValue value) in attributes)
        {
            node.Attr.Add(attribute, value);
        }

        Graph.Node.Add(node);
        return name;
    }

    public static AttrValue Integer(long value) => new() { I = value };

    public static AttrValue Number(float value) => new() { F = value };

    public static AttrValue Flag(bool value) => new() { B = value };

    public static AttrValue Text(string value) => new() { S = ByteString.CopyFromUtf8(value) };

    public static AttrValue List(params long[] values) => new() { List = new AttrValue.Types.ListValue { I = { values } } };

    public string Floats(string name, float[] values, params int[] shape) => Const(name, new TensorProto
    {
        Dtype = DataType.DtFloat,
        TensorShape = Shape(shape),
        TensorContent = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values)),
    });

    /// <summary>A constant with values from -1 to 1.</summary>
    public string Weights(string name, params int[] shape) => Floats(
        name, [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => (_random.NextSingle() * 2) - 1)], shape);

    /// <summary>A constant with values from 0.5 to 1.5.</summary>
    public string Variances(string name, int length) =>
        Floats(name, [.. Enumerable.Range(0, length).Select(_ => _random.NextSingle() + 0.5f)], length);

    /// <summary>One number for all elements.</summary>
    public string Filled(string name, float value, params int[] shape) =>
        Const(name, new TensorProto { Dtype = DataType.DtFloat, TensorShape = Shape(shape), FloatVal = { value } });

    public string Integers(string name, params int[] values) =>
        Const(name, new TensorProto { Dtype = DataType.DtInt32, TensorShape = Shape(values.Length), IntVal = { values } });

    public string SingleInteger(string name, int value) =>
        Const(name, new TensorProto { Dtype = DataType.DtInt32, TensorShape = Shape(), IntVal = { value } });

    private static TensorShapeProto Shape(params int[] lengths) =>
        new() { Dim = { lengths.Select(length => new TensorShapeProto.Types.Dim { Size = length }) } };

    private string Const(string name, TensorProto tensor) => Node(name, "Const", [], ("value", new AttrValue { Tensor = tensor }));
}
