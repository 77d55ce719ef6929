using Kws.Training.Import.TensorFlow;
using static Kws.Training.Tests.Import.TensorFlow.GraphWriter;

namespace Kws.Training.Tests.Import.TensorFlow;

/// <summary>
/// Loops and cells that compute something else than those that are read. One line names the first node that does not fit.
/// </summary>
public sealed class HostileLoopTests
{
    private static readonly Dictionary<string, (Func<byte[]> File, string Message)> Files = new()
    {
        ["circle of cells"] = (() => GraphChange.Of("crnn", CircleOfCells),
            "node 'cell_1/add' (Add): the cells of the loop read each other in a circle"),
        ["turns that are no frames"] = (() => GraphChange.Of("gru", graph => GraphChange.Integers(graph, "rnn/Shape", 3, 1, 3)),
            "node 'rnn/while/Exit_2' (Exit): the loop has 3 turns, expected one for each of 4 frames"),
        ["endless loop"] = (() => GraphChange.Of("gru", graph => GraphChange.Integers(graph, "rnn/Shape", int.MaxValue, 1, 3)),
            "node 'rnn/range' (Range): expected up to 1024 rising integers"),
        ["counts in threes"] = (() => GraphChange.Of("gru", graph => GraphChange.Integers(graph, "rnn/while/add/y", 3)),
            "node 'rnn/while/add/y' (Const): the value is [3], expected [1]"),
        ["begins later"] = (() => GraphChange.Of("gru", graph => GraphChange.Integers(graph, "rnn/time", 1)),
            "node 'rnn/time' (Const): the value is [1], expected [0]"),
        ["counts something else"] = (() => GraphChange.Of("gru", "rnn/while/add", node => node.Input[0] = "rnn/while/Identity_2"),
            "node 'rnn/while/Merge_2' (Merge): output 0 is read as the counter of the loop, expected output 0 of 'rnn/while/Merge'"),
        ["other end"] = (() => GraphChange.Of("gru", "rnn/while/Less", node => node.Op = "LessEqual"),
            "node 'rnn/while/Less' (LessEqual): expected Less"),
        ["other condition"] = (() => GraphChange.Of("gru", "rnn/while/Switch_2", node => node.Input[1] = "rnn/while/Less"),
            "node 'rnn/while/Less' (Less): expected LoopCond"),
        ["other permutation"] = (() => GraphChange.Of("gru", graph => GraphChange.Integers(graph, "concat/values_0", 0, 1)),
            "node 'concat' (ConcatV2): the value is [0, 1, 2], expected [1, 0, 2]"),
        ["frames in another order"] = (() => GraphChange.Of("gru", graph => GraphChange.Integers(graph, "rnn/range/start", 1)),
            "node 'rnn/range' (Range): the value is [1, 2, 3], expected [0, 1, 2, 3]"),
        ["state that begins with ones"] = (
            () => GraphChange.Of("gru", graph => GraphChange.Tensor(graph, "rnn/zeros_2/Const").FloatVal[0] = 1),
            "node 'rnn/zeros_2' (Fill): a state begins with other values, expected zeros"),
        ["state of another size"] = (() => GraphChange.Of("gru", graph => GraphChange.Integers(graph, "rnn/zeros_2/units", 6)),
            "node 'rnn/zeros_2' (Fill): the shape is [1, 6], expected [1, 5]"),
        ["state of a huge size"] = (() => GraphChange.Of("gru", graph => GraphChange.Integers(graph, "rnn/zeros_2/units", int.MaxValue)),
            "node 'rnn/zeros_2' (Fill): an axis of 2147483647, expected 1 to 1024"),
        ["state that stays"] = (
            () => GraphChange.Of("basic-lstm", "rnn/while/NextIteration_2", node => node.Input[0] = "rnn/while/Identity_2"),
            "node 'rnn/while/Identity_2' (Identity): output 0 is read as the next value of the state 'rnn/while/Identity_2', "
                + "expected output 0 of 'cell/add_1'"),
        ["gates in another order"] = (() => GraphChange.Of("gru", "cell/mul", node => node.Input[0] = "cell/split:1"),
            "node 'cell/split' (Split): output 1 is read as part 0 of the gates, expected output 0 of 'cell/split'"),
        ["gates of an LSTM in another order"] = (() => GraphChange.Of("basic-lstm", "cell/Tanh", node => node.Input[0] = "cell/split:3"),
            "node 'cell/split' (Split): output 3 is read as part 1 of the gates, expected output 1 of 'cell/split'"),
        ["split in other parts"] = (() => GraphChange.Of("gru", "cell/split", node => node.Attr["num_split"] = Integer(3)),
            "node 'cell/split' (Split): attribute 'num_split' is 3, expected 2"),
        ["reset after the product"] = (() => GraphChange.Of("gru", "cell/candidate/concat", node => node.Input[1] = "rnn/while/Identity_2"),
            "node 'rnn/while/Identity_2' (Identity): expected Mul"),
        ["update of two"] = (() => GraphChange.Of("gru", graph => GraphChange.Tensor(graph, "cell/sub/x").FloatVal[0] = 2),
            "node 'cell/sub/x' (Const): the value is 2, expected 1"),
        ["peephole of the old state"] = (() => GraphChange.Of("lstm", "cell/w_o/mul", node => node.Input[1] = "rnn/while/Identity_2"),
            "node 'rnn/while/Identity_2' (Identity): output 0 is read as the cell state, expected output 0 of 'cell/add_3'"),
        ["projection of another size"] = (() => GraphChange.Of("lstm", graph => GraphChange.Reshape(graph, "projection/kernel", 5, 6)),
            "node 'projection/kernel' (Const): the shape is [5, 6], expected [6, 6]"),
        ["other cell"] = (() => GraphChange.Of("gru", "rnn/while/NextIteration_2", node => node.Input[0] = "cell/Tanh"),
            "node 'cell/Tanh' (Tanh): expected Add of a GRU, Mul of an LSTM, or MatMul of the projection of an LSTM"),
        ["kernel of another size"] = (() => GraphChange.Of("gru", graph => GraphChange.Reshape(graph, "cell/kernel", 10, 8)),
            "node 'cell/bias' (Const): the shape is [10], expected [8]"),
        ["frames of another size"] = (() => GraphChange.Of("gru", graph => GraphChange.Integers(graph, "Reshape_1/shape", -1, 12, 1)),
            "node 'rnn/while/Exit_2' (Exit): the loop has 4 turns, expected one for each of 12 frames"),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused_in_one_line(string name) => GraphChange.AssertRefused(Files[name].File(), Files[name].Message);

    private static void CircleOfCells(GraphDef graph)
    {
        GraphChange.Node(graph, "cell_0/concat").Input[0] = "cell_1/add";
        GraphChange.Node(graph, "cell_0/candidate/concat").Input[0] = "cell_1/add";
    }
}
