using Kws.Training.Float.Layers;

namespace Kws.Training.Import.TensorFlow;

/// <summary>A basic LSTM: c' = sigmoid(f + 1) c + sigmoid(i) tanh(j); h' = sigmoid(o) tanh(c').</summary>
internal static class BasicLstmCell
{
    /// <summary>Reads the cell that gives a new output h'.</summary>
    public static RecurrentCell Read(WhileLoop loop, GraphValue newOutput)
    {
        Graph graph = loop.Graph;
        GraphValue[] output = graph.Inputs(newOutput, "Mul", 2);
        GraphValue newCell = graph.Input(output[0], "Tanh");
        GraphValue o = graph.Input(output[1], "Sigmoid");
        GraphValue[] sum = graph.Inputs(newCell, "Add", 2);
        GraphValue[] kept = graph.Inputs(sum[0], "Mul", 2);
        GraphValue[] added = graph.Inputs(sum[1], "Mul", 2);
        GraphValue f = graph.Input(kept[1], "Sigmoid");
        GraphValue i = graph.Input(added[0], "Sigmoid");
        GraphValue j = graph.Input(added[1], "Tanh");

        var gates = LstmGates.Read(loop, i, j, f, o);
        loop.RequireState(kept[0], newCell, gates.Units);
        loop.RequireState(gates.Product.State, newOutput, gates.Units);
        CellProduct product = gates.Product;
        return new RecurrentCell(product.X, input => new FloatBasicLstmLayer(
            product.Node.Name, input, gates.Units, product.Weights.Values, gates.Biases));
    }
}
