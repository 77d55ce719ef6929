using System.Collections.Immutable;
using Kws.Training.Float.Layers;

namespace Kws.Training.Import.TensorFlow;

/// <summary>
/// An LSTM with peepholes and projection: c' = sigmoid(f + 1 + wf c) c + sigmoid(i + wi c) tanh(j); m' = (sigmoid(o + wo c') tanh(c')) P.
/// </summary>
internal static class LstmCell
{
    /// <summary>Reads the cell that gives a new output m'.</summary>
    public static RecurrentCell Read(WhileLoop loop, GraphValue newOutput)
    {
        Graph graph = loop.Graph;
        (GraphValue projected, Constant projection) = CellProduct.Product(loop, newOutput);
        GraphValue[] output = graph.Inputs(projected, "Mul", 2);
        GraphValue newCell = graph.Input(output[1], "Tanh");
        GraphValue[] sum = graph.Inputs(newCell, "Add", 2);
        GraphValue[] kept = graph.Inputs(sum[0], "Mul", 2);
        GraphValue[] added = graph.Inputs(sum[1], "Mul", 2);
        GraphValue cell = kept[1];
        GraphValue j = graph.Input(added[1], "Tanh");

        (GraphValue i, Constant peepholeI) = Peephole(loop, added[0], cell);
        (GraphValue f, Constant peepholeF) = Peephole(loop, kept[0], cell);
        (GraphValue o, Constant peepholeO) = Peephole(loop, output[0], newCell);
        var gates = LstmGates.Read(loop, i, j, f, o);
        int outputs = projection.Shape[1];
        ImmutableArray<double> Weights(Constant peephole) => peephole.Floats(gates.Units).Values;
        projection.Floats(gates.Units, outputs);
        loop.RequireState(cell, newCell, gates.Units);
        loop.RequireState(gates.Product.State, newOutput, outputs);

        CellProduct product = gates.Product;
        return new RecurrentCell(product.X, input => new FloatLstmLayer(
            product.Node.Name, input, gates.Units, outputs, product.Weights.Values, gates.Biases, Weights(peepholeI), Weights(peepholeF),
            Weights(peepholeO), projection.Values));
    }

    /// <summary>sigmoid(sum + weights * cell): the sum and the weights.</summary>
    private static (GraphValue Sum, Constant Weights) Peephole(WhileLoop loop, GraphValue gate, GraphValue cell)
    {
        GraphValue[] added = loop.Graph.Inputs(loop.Graph.Input(gate, "Sigmoid"), "Add", 2);
        GraphValue[] factors = loop.Graph.Inputs(added[1], "Mul", 2);
        factors[1].Require(cell, "the cell state");
        return (added[0], loop.Constants.Of(factors[0]));
    }
}
