using System.Globalization;
using Kws.Model;

namespace Kws.Training.Import.TensorFlow;

/// <summary>The nodes of a graph by name, and the edges between them.</summary>
internal sealed class Graph
{
    /// <summary>The largest number of nodes.</summary>
    public const int MaxNodes = 10_000;

    private readonly string _source;
    private readonly Dictionary<string, GraphNode> _nodes = [];

    /// <exception cref="KwsFormatException">Two nodes have the same name.</exception>
    public Graph(GraphDef definition, string source)
    {
        _source = source;
        foreach (NodeDef node in definition.Node)
        {
            if (!_nodes.TryAdd(node.Name, new GraphNode(node, source)))
            {
                throw new KwsFormatException(source, 0, $"two nodes are named '{Excerpt.Of(node.Name)}'");
            }
        }
    }

    /// <summary>The output of the only node of some name.</summary>
    /// <exception cref="KwsFormatException">There is no such node.</exception>
    public GraphValue Find(string name, string description) => _nodes.TryGetValue(name, out GraphNode? node)
        ? new GraphValue(node)
        : throw new KwsFormatException(
            _source, 0, $"none of the {_nodes.Count} nodes is named '{name}', expected {description}");

    /// <summary>The inputs of the node that gives a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="expected">The operator that the node must be.</param>
    /// <param name="count">The number of inputs that it must have.</param>
    /// <param name="output">The output that the value must be.</param>
    /// <exception cref="KwsFormatException">The node is another one, or an input does not exist.</exception>
    public GraphValue[] Inputs(GraphValue value, string expected, int count, int output = 0)
    {
        GraphNode node = value.Node;
        if (node.Operator != expected)
        {
            throw node.Error($"expected {expected}");
        }

        if (value.Output != output)
        {
            throw node.Error($"output {value.Output} is read, expected output {output}");
        }

        return node.Inputs.Length == count
            ? [.. node.Inputs.Select(input => Resolve(node, input))]
            : throw node.Error($"the node has {node.Inputs.Length} inputs, expected {count}");
    }

    /// <summary>The input of a node with a single one.</summary>
    public GraphValue Input(GraphValue value, string expected, int output = 0) => Inputs(value, expected, 1, output)[0];

    private GraphValue Resolve(GraphNode reader, string input)
    {
        int colon = input.LastIndexOf(':');
        int output = 0;
        bool isNumbered = colon >= 0
            && int.TryParse(input.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out output);
        string name = isNumbered ? input[..colon] : input;
        return _nodes.TryGetValue(name, out GraphNode? node)
            ? new GraphValue(node, output)
            : throw reader.Error($"the input '{Excerpt.Of(input)}' is missing in the file");
    }
}
