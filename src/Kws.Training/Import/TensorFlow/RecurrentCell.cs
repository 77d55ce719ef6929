using Kws.Model;
using Kws.Training.Float.Layers;

namespace Kws.Training.Import.TensorFlow;

/// <summary>A cell in the body of a loop.</summary>
/// <param name="Input">The value that it reads in each turn: the frame, or the new state of another cell.</param>
/// <param name="Layer">Makes the layer, from the shape of its input.</param>
internal sealed record RecurrentCell(GraphValue Input, Func<TensorShape, FloatLayer> Layer)
{
    /// <summary>Reads the cell that gives a new state. The last operators of the kinds are different ones.</summary>
    /// <exception cref="KwsFormatException">It is no such cell; the message names the first node that does not fit.</exception>
    public static RecurrentCell Read(WhileLoop loop, GraphValue state) => state.Node.Operator switch
    {
        "Add" => GruCell.Read(loop, state),
        "Mul" => BasicLstmCell.Read(loop, state),
        "MatMul" => LstmCell.Read(loop, state),
        _ => throw state.Node.Error("expected Add of a GRU, Mul of an LSTM, or MatMul of the projection of an LSTM"),
    };
}
