namespace Kws.Training.Import.TensorFlow;

/// <summary>[x, h] * weights + biases in a cell: the product of the values that it reads, then its state.</summary>
/// <param name="Node">The product.</param>
/// <param name="X">The values that the cell reads.</param>
/// <param name="State">The state.</param>
/// <param name="Weights">[value, then state][output].</param>
/// <param name="Biases">[output].</param>
internal sealed record CellProduct(GraphNode Node, GraphValue X, GraphValue State, Constant Weights, Constant Biases)
{
    /// <summary>The number of outputs.</summary>
    public int Outputs => Biases.Values.Length;

    /// <summary>Reads the nodes that give a sum.</summary>
    public static CellProduct Read(WhileLoop loop, GraphValue sum)
    {
        GraphValue[] added = loop.Graph.Inputs(sum, "BiasAdd", 2);
        (GraphValue row, Constant weights) = Product(loop, added[0]);
        Constant biases = loop.Constants.Of(added[1]).Floats(weights.Shape[1]);
        GraphValue[] joined = loop.Graph.Inputs(row, "ConcatV2", 3);
        loop.Constants.Of(joined[2]).Require(1);
        return new CellProduct(added[0].Node, joined[0], joined[1], weights, biases);
    }

    /// <summary>The row and the matrix of a product.</summary>
    public static (GraphValue Row, Constant Matrix) Product(WhileLoop loop, GraphValue product)
    {
        GraphValue[] factors = loop.Graph.Inputs(product, "MatMul", 2);
        product.Node.Require("transpose_a", expected: false, missing: false);
        product.Node.Require("transpose_b", expected: false, missing: false);
        return (factors[0], loop.Constants.Of(factors[1]).Floats(Constant.Any, Constant.Any));
    }

    /// <summary>The tensor that is split in equal parts, one per gate.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="gates">The gates in order, each of which must be the part of its place.</param>
    public static GraphValue Whole(WhileLoop loop, params ReadOnlySpan<GraphValue> gates)
    {
        GraphNode split = gates[0].Node;
        for (int i = 0; i < gates.Length; i++)
        {
            gates[i].Require(new GraphValue(split, i), $"part {i} of the gates");
        }

        GraphValue[] inputs = loop.Graph.Inputs(new GraphValue(split), "Split", 2);
        loop.Constants.Of(inputs[0]).Require(1);
        return split.Integer("num_split") == gates.Length
            ? inputs[1]
            : throw split.Error($"attribute 'num_split' is {split.Integer("num_split")}, expected {gates.Length}");
    }
}
