using System.Collections.Immutable;

namespace Kws.Training.Import.TensorFlow;

/// <summary>The sums of the four gates of an LSTM.</summary>
/// <param name="Product">The product that gives them.</param>
/// <param name="Units">The number of units.</param>
/// <param name="Biases">The biases, with the constant that the graph adds to the forget gate.</param>
internal sealed record LstmGates(CellProduct Product, int Units, ImmutableArray<double> Biases)
{
    /// <summary>Reads the product from the sums of its gates.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="i">The input gate.</param>
    /// <param name="j">The new values.</param>
    /// <param name="f">The forget gate, to which the graph adds a constant.</param>
    /// <param name="o">The output gate.</param>
    public static LstmGates Read(WhileLoop loop, GraphValue i, GraphValue j, GraphValue f, GraphValue o)
    {
        GraphValue[] forget = loop.Graph.Inputs(f, "Add", 2);
        double forgetBias = loop.Constants.Of(forget[1]).Floats().Values[0];
        var product = CellProduct.Read(loop, CellProduct.Whole(loop, i, j, forget[0], o));
        int units = product.Outputs / 4;
        product.Biases.Floats(4 * units);
        return new LstmGates(
            product, units, [.. product.Biases.Values.Select((bias, index) => index / units == 2 ? bias + forgetBias : bias)]);
    }
}
