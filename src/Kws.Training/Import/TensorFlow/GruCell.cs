using Kws.Training.Float.Layers;

namespace Kws.Training.Import.TensorFlow;

/// <summary>A GRU: h' = u h + (1 - u) tanh([x, r h] K + b), with r and u from sigmoid([x, h] K + b).</summary>
internal static class GruCell
{
    /// <summary>Reads the cell that gives a new state.</summary>
    public static RecurrentCell Read(WhileLoop loop, GraphValue newState)
    {
        Graph graph = loop.Graph;
        GraphValue[] sum = graph.Inputs(newState, "Add", 2);
        GraphValue[] kept = graph.Inputs(sum[0], "Mul", 2);
        GraphValue[] taken = graph.Inputs(sum[1], "Mul", 2);
        GraphValue[] complement = graph.Inputs(taken[0], "Sub", 2);
        (GraphValue u, GraphValue h) = (kept[0], kept[1]);
        loop.Constants.Of(complement[0]).Require(1.0);
        complement[1].Require(u, "the update gate");

        var candidate = CellProduct.Read(loop, graph.Input(taken[1], "Tanh"));
        GraphValue[] reset = graph.Inputs(candidate.State, "Mul", 2);
        reset[1].Require(h, "the state");
        var gates = CellProduct.Read(loop, graph.Input(CellProduct.Whole(loop, reset[0], u), "Sigmoid"));
        gates.X.Require(candidate.X, "the input of the cell");
        gates.State.Require(h, "the state");

        int units = candidate.Outputs;
        gates.Weights.Floats(candidate.Weights.Shape[0], 2 * units);
        loop.RequireState(h, newState, units);
        return new RecurrentCell(gates.X, input => new FloatGruLayer(
            gates.Node.Name, input, units, gates.Weights.Values, gates.Biases.Values, candidate.Weights.Values, candidate.Biases.Values));
    }
}
