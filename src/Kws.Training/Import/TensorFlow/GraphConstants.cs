using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Import.TensorFlow;

/// <summary>
/// Constant parts of a graph, computed in double: stored tensors, and small expressions of them, as batch normalisation written out and the
/// shapes of loops are.
/// </summary>
internal sealed class GraphConstants(Graph graph)
{
    /// <summary>No expression of the networks that are read is nested as deeply.</summary>
    private const int MaxDepth = 16;

    /// <summary>The most elements of a tensor that is computed.</summary>
    private const int MaxComputed = Window.MaxDimension;

    private readonly Dictionary<GraphNode, Constant> _known = [];

    /// <summary>The tensor that a value is.</summary>
    /// <exception cref="KwsFormatException">The value depends on the input, or an operator or tensor is not as expected.</exception>
    public Constant Of(GraphValue value) => Of(value, depth: 0);

    private Constant Of(GraphValue value, int depth)
    {
        GraphNode node = value.Node;
        if (depth > MaxDepth)
        {
            throw node.Error($"a constant is nested in more than {MaxDepth} nodes");
        }

        if (!_known.TryGetValue(node, out Constant? known))
        {
            Constant Input(GraphValue input) => Of(input, depth + 1);
            Constant[] Inputs(int count) => [.. graph.Inputs(value, node.Operator, count).Select(Input)];
            known = node.Operator switch
            {
                "Const" => StoredTensor.Read(node),
                "Identity" or "Enter" => Inputs(1)[0],
                "Add" => Elementwise(node, Inputs(2), (a, b) => a + b),
                "Sub" => Elementwise(node, Inputs(2), (a, b) => a - b),
                "Mul" => Elementwise(node, Inputs(2), (a, b) => a * b),
                "Rsqrt" => ReciprocalRoot(node, Inputs(1)[0]),
                "Range" => Range(node, Inputs(3)),
                "ConcatV2" => Concatenation(node, Inputs(3)),
                "StridedSlice" => Element(node, Inputs(4)),
                "Fill" => Fill(node, Inputs(2)),
                _ => throw node.Error("expected a constant"),
            };
            _known.Add(node, known);
        }

        return value.Output == 0 ? known : throw node.Error($"output {value.Output} is read, expected output 0");
    }

    /// <summary>An operation on two tensors of equal shape, or on a tensor and a single number.</summary>
    private static Constant Elementwise(GraphNode node, Constant[] inputs, Func<double, double, double> operation)
    {
        (Constant a, Constant b) = (inputs[0], inputs[1]);
        if (a.Type != DataType.DtFloat || b.Type != DataType.DtFloat || a.Values.Length > MaxComputed || b.Values.Length > MaxComputed)
        {
            throw node.Error($"expected constants of type DT_FLOAT with up to {MaxComputed} values");
        }

        if (!a.Shape.SequenceEqual(b.Shape) && a.Shape.Length > 0 && b.Shape.Length > 0)
        {
            throw node.Error("the two constants have different shapes");
        }

        ImmutableArray<int> shape = a.Shape.Length > 0 ? a.Shape : b.Shape;
        int count = Math.Max(a.Values.Length, b.Values.Length);
        return new Constant(node, a.Type, shape, [.. Enumerable.Range(0, count).Select(i => operation(Value(a, i), Value(b, i)))]);

        static double Value(Constant tensor, int i) => tensor.Values[tensor.Shape.Length == 0 ? 0 : i];
    }

    private static Constant ReciprocalRoot(GraphNode node, Constant input) =>
        input.Type == DataType.DtFloat && input.Values.Length <= MaxComputed && input.Values.All(value => value > 0)
            ? input with { Node = node, Values = [.. input.Values.Select(value => 1 / Math.Sqrt(value))] }
            : throw node.Error($"expected up to {MaxComputed} positive numbers of type DT_FLOAT");

    /// <summary>The integers from a first one to before a last one, one apart.</summary>
    private static Constant Range(GraphNode node, Constant[] inputs)
    {
        inputs[2].Require(1);
        return inputs[0].Integers() is [var first] && inputs[1].Integers() is [var end] && end > first && (long)end - first <= MaxComputed
            ? List(node, [.. Enumerable.Range(first, end - first)])
            : throw node.Error($"expected up to {MaxComputed} rising integers");
    }

    /// <summary>Two lists of integers, one after the other.</summary>
    private static Constant Concatenation(GraphNode node, Constant[] inputs)
    {
        inputs[2].Require(0);
        int[] joined = [.. inputs[0].Integers(), .. inputs[1].Integers()];
        return joined.Length <= MaxComputed
            ? List(node, joined)
            : throw node.Error($"{joined.Length} integers, expected up to {MaxComputed}");
    }

    /// <summary>The first integer of a list.</summary>
    private static Constant Element(GraphNode node, Constant[] inputs)
    {
        inputs[1].Require(0);
        inputs[2].Require(1);
        inputs[3].Require(1);
        if (node.Integer("shrink_axis_mask", 0) != 1)
        {
            throw node.Error($"attribute 'shrink_axis_mask' is {node.Integer("shrink_axis_mask", 0)}, expected 1");
        }

        foreach (string mask in new[] { "begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask" })
        {
            if (node.Integer(mask, 0) is not 0 and var value)
            {
                throw node.Error($"attribute '{mask}' is {value}, expected 0");
            }
        }

        return new Constant(node, DataType.DtInt32, [], [inputs[0].Integers()[0]]);
    }

    /// <summary>A tensor whose elements are equal.</summary>
    private static Constant Fill(GraphNode node, Constant[] inputs)
    {
        int[] shape = inputs[0].Integers();
        long count = 1;
        foreach (int length in shape)
        {
            count *= length is >= 1 and <= MaxComputed ? length : throw node.Error($"an axis of {length}, expected 1 to {MaxComputed}");
            if (count > MaxComputed)
            {
                throw node.Error($"more than {MaxComputed} values");
            }
        }

        return new Constant(node, DataType.DtFloat, [.. shape], [.. Enumerable.Repeat(inputs[1].Floats().Values[0], (int)count)]);
    }

    private static Constant List(GraphNode node, int[] values) =>
        new(node, DataType.DtInt32, [values.Length], [.. values.Select(value => (double)value)]);
}
