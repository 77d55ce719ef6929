using Kws.Model;

namespace Kws.Training.Import.TensorFlow;

/// <summary>
/// A loop over frames, as TensorFlow 1 writes it: a counter, and states that begin with zeros and change in each turn.
/// </summary>
/// <remarks>
/// A variable of the loop is a ring of nodes:
/// <code>
///   Enter --> Merge --> Switch --> Exit              after the last turn
///               ^         |
///               |         +:1 --> Identity --> body  in each turn
///         NextIteration &lt;------------------------+
/// </code>
/// </remarks>
internal sealed class WhileLoop
{
    /// <summary>The operator that gives the body the frame of a turn.</summary>
    public const string FrameOperator = "TensorArrayReadV3";

    private readonly GraphValue _condition;
    private readonly GraphValue _counter;

    /// <summary>Reads the loop of an exit.</summary>
    /// <exception cref="KwsFormatException">It does not count from 0 to a constant, or is not written like that.</exception>
    public WhileLoop(Graph graph, GraphConstants constants, GraphValue exit)
    {
        (Graph, Constants) = (graph, constants);
        GraphValue[] ring = graph.Inputs(graph.Input(exit, "Exit"), "Switch", 2);
        _condition = ring[1];
        Result = Variable(ring[0]).Next;

        GraphValue[] less = graph.Inputs(graph.Input(_condition, "LoopCond"), "Less", 2);
        _counter = less[0];
        (GraphValue first, GraphValue next) = Variable(_counter);
        constants.Of(first).Require(0);
        Turns = constants.Of(less[1]).Integers()[0];
        GraphValue[] sum = graph.Inputs(next, "Add", 2);
        RequireCounter(sum[0]);
        constants.Of(sum[1]).Require(1);
    }

    /// <summary>The graph.</summary>
    public Graph Graph { get; }

    /// <summary>The constants of the graph.</summary>
    public GraphConstants Constants { get; }

    /// <summary>The number of turns.</summary>
    public int Turns { get; }

    /// <summary>The value in the body whose last one leaves the loop.</summary>
    public GraphValue Result { get; }

    /// <summary>Fails unless a value is a state that begins with zeros and becomes another value in each turn.</summary>
    /// <param name="state">The state, as the body reads it.</param>
    /// <param name="next">What it becomes.</param>
    /// <param name="units">The number of its values.</param>
    public void RequireState(GraphValue state, GraphValue next, int units)
    {
        (GraphValue first, GraphValue actualNext) = Variable(VariableOf(state));
        actualNext.Require(next, $"the next value of the state '{Excerpt.Of(state.Node.Name)}'");
        Constant zeros = Constants.Of(first).Floats(1, units);
        if (zeros.Values.Any(value => value != 0))
        {
            throw zeros.Node.Error("a state begins with other values, expected zeros");
        }
    }

    /// <summary>The frames that the body reads one per turn: batch, time, values.</summary>
    /// <param name="frame">The frame, as the body reads it.</param>
    public GraphValue FramesOf(GraphValue frame)
    {
        GraphValue[] read = Graph.Inputs(frame, FrameOperator, 3);
        RequireCounter(read[1]);
        GraphValue array = Graph.Input(read[0], "Enter");
        Constants.Of(Graph.Input(array, "TensorArrayV3")).Require(Turns);
        GraphValue[] filled = Graph.Inputs(Graph.Input(read[2], "Enter"), "TensorArrayScatterV3", 4);
        filled[0].Require(array, "the array that the loop reads");
        Constants.Of(filled[1]).Require([.. Enumerable.Range(0, Math.Max(Turns, 0))]);

        GraphValue[] transposed = Graph.Inputs(filled[2], "Transpose", 2);
        Constants.Of(transposed[1]).Require(1, 0, 2);
        return transposed[0];
    }

    private void RequireCounter(GraphValue value) => VariableOf(value).Require(_counter, "the counter of the loop");

    /// <summary>The Merge of a variable that the body reads.</summary>
    private GraphValue VariableOf(GraphValue read)
    {
        GraphValue[] inputs = Graph.Inputs(Graph.Input(read, "Identity"), "Switch", 2, output: 1);
        inputs[1].Require(_condition, "the condition of the loop");
        return inputs[0];
    }

    /// <summary>The value of a variable before the first turn and after a turn.</summary>
    private (GraphValue First, GraphValue Next) Variable(GraphValue merge)
    {
        GraphValue[] inputs = Graph.Inputs(merge, "Merge", 2);
        return (Graph.Input(inputs[0], "Enter"), Graph.Input(inputs[1], "NextIteration"));
    }
}
