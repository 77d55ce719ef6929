using Kws.Hardware.Export.Onnx;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Tests.Export.Onnx;

/// <summary>
/// The types of the tensors of a graph and of the bodies in it, as ONNX derives them: an operator gives the type of its first operand, but
/// for those that state another.
/// </summary>
internal sealed class GraphTypes
{
    private readonly Dictionary<string, DataType> _types = [];
    private readonly HashSet<(string Operator, DataType Operand)> _operands = [];

    public GraphTypes(byte[] model) => Add(ModelProto.Parser.ParseFrom(model).Graph);

    /// <summary>The types of all tensors.</summary>
    public IEnumerable<DataType> All => _types.Values.Distinct();

    /// <summary>The operators of the graph.</summary>
    public HashSet<string> Operators => _operands.Select(pair => pair.Operator).ToHashSet();

    /// <summary>The operators with an operand of a type.</summary>
    public HashSet<string> OperatorsOn(DataType type) =>
        _operands.Where(pair => pair.Operand == type).Select(pair => pair.Operator).ToHashSet();

    private void Add(GraphProto graph)
    {
        foreach (ValueInfoProto input in graph.Input)
        {
            _types[input.Name] = input.Type.TensorType.ElemType;
        }

        foreach (TensorProto constant in graph.Initializer)
        {
            _types[constant.Name] = constant.DataType;
        }

        foreach (NodeProto node in graph.Node)
        {
            foreach (AttributeProto body in node.Attribute.Where(attribute => attribute.G is not null))
            {
                Add(body.G);
                foreach ((string name, ValueInfoProto output) in node.Output.Zip(body.G.Output))
                {
                    _types[name] = output.Type.TensorType.ElemType;
                }
            }

            _operands.UnionWith(node.Input.Select(input => (node.OpType, _types[input])));
            foreach (string output in node.Output.Where(output => !_types.ContainsKey(output)))
            {
                _types[output] = node.OpType switch
                {
                    "Cast" => (DataType)node.Attribute.Single(attribute => attribute.Name == "to").I,
                    "Shape" or "ArgMax" => DataType.Int64,
                    "ConvInteger" or "MatMulInteger" => DataType.Int32,
                    _ => _types[node.Input[0]],
                };
            }
        }

        // What a graph declares is what its operators give.
        Assert.All(graph.ValueInfo.Concat(graph.Output), value => Assert.Equal(_types[value.Name], value.Type.TensorType.ElemType));
    }
}
