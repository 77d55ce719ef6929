using static Kws.Training.Tests.Import.TensorFlow.GraphWriter;

namespace Kws.Training.Tests.Import.TensorFlow;

/// <summary>A loop over frames as TensorFlow 1 writes it, with one or two cells. Each method returns what leaves the loop.</summary>
internal sealed class TestLoop
{
    private const string Frame = "rnn/while/TensorArrayReadV3";

    private readonly GraphWriter _graph;
    private readonly int _values;

    /// <summary>Adds the frames, the counter and the condition.</summary>
    public TestLoop(GraphWriter graph, int values, int frames, string input = "Reshape_1")
    {
        (_graph, _values) = (graph, values);
        Range("range", graph.SingleInteger("range/start", 2), graph.SingleInteger("Rank", 3));
        graph.Node("concat", "ConcatV2", [graph.Integers("concat/values_0", 1, 0), "range", graph.SingleInteger("concat/axis", 0)]);
        graph.Node("transpose", "Transpose", [input, "concat"]);

        string[] slice =
            [graph.Integers("rnn/Shape", frames, 1, values), graph.Integers("rnn/stack", 0), graph.Integers("rnn/stack_1", 1),
                graph.Integers("rnn/stack_2", 1)];
        graph.Node("rnn/strided_slice", "StridedSlice", slice, ("shrink_axis_mask", Integer(1)), ("begin_mask", Integer(0)));
        graph.Node("rnn/TensorArray_1", "TensorArrayV3", ["rnn/strided_slice"]);
        Range("rnn/range", graph.SingleInteger("rnn/range/start", 0), "rnn/strided_slice");
        string[] scatter = ["rnn/TensorArray_1", "rnn/range", "transpose", "rnn/TensorArray_1:1"];
        graph.Node("rnn/TensorArrayScatterV3", "TensorArrayScatterV3", scatter);

        graph.Node("rnn/while/Less/Enter", "Enter", ["rnn/strided_slice"]);
        graph.Node("rnn/while/Less", "Less", ["rnn/while/Merge", "rnn/while/Less/Enter"]);
        graph.Node("rnn/while/LoopCond", "LoopCond", ["rnn/while/Less"]);
        State("", graph.SingleInteger("rnn/time", 0), "rnn/while/add");
        graph.Node("rnn/while/add", "Add", ["rnn/while/Identity", graph.SingleInteger("rnn/while/add/y", 1)]);
        graph.Node($"{Frame}/Enter", "Enter", ["rnn/TensorArray_1"]);
        graph.Node($"{Frame}/Enter_1", "Enter", ["rnn/TensorArrayScatterV3"]);
        graph.Node(Frame, "TensorArrayReadV3", [$"{Frame}/Enter", "rnn/while/Identity", $"{Frame}/Enter_1"]);
    }

    public string Gru(int units)
    {
        GruCell("cell", Frame, _values, units, "_2");
        return Exit("_2");
    }

    public string TwoGrus(int units)
    {
        GruCell("cell_1", GruCell("cell_0", Frame, _values, units, "_2"), units, units, "_3");
        return Exit("_3");
    }

    public string BasicLstm(int units)
    {
        string c = Zeros("_2", units, "cell/add_1");
        string h = Zeros("_3", units, "cell/mul_2");
        Split("cell", Product("cell", Frame, h, _values + units, 4 * units), 4);
        _graph.Node("cell/add", "Add", ["cell/split:2", _graph.Filled("cell/add/y", 1)]);
        _graph.Node("cell/Sigmoid", "Sigmoid", ["cell/add"]);
        _graph.Node("cell/mul", "Mul", [c, "cell/Sigmoid"]);
        _graph.Node("cell/Sigmoid_1", "Sigmoid", ["cell/split"]);
        _graph.Node("cell/Tanh", "Tanh", ["cell/split:1"]);
        _graph.Node("cell/mul_1", "Mul", ["cell/Sigmoid_1", "cell/Tanh"]);
        _graph.Node("cell/add_1", "Add", ["cell/mul", "cell/mul_1"]);
        _graph.Node("cell/Tanh_1", "Tanh", ["cell/add_1"]);
        _graph.Node("cell/Sigmoid_2", "Sigmoid", ["cell/split:3"]);
        _graph.Node("cell/mul_2", "Mul", ["cell/Tanh_1", "cell/Sigmoid_2"]);
        return Exit("_3");
    }

    public string Lstm(int units, int outputs)
    {
        string c = Zeros("_2", units, "cell/add_3");
        string m = Zeros("_3", outputs, "cell/MatMul_1");
        Split("cell", Product("cell", Frame, m, _values + outputs, 4 * units), 4);
        _graph.Node("cell/add", "Add", ["cell/split:2", _graph.Filled("cell/add/y", 1)]);
        _graph.Node("cell/mul_1", "Mul", [Peephole("f", "cell/add", c, units), c]);
        string i = Peephole("i", "cell/split", c, units);
        _graph.Node("cell/Tanh", "Tanh", ["cell/split:1"]);
        _graph.Node("cell/mul_3", "Mul", [i, "cell/Tanh"]);
        _graph.Node("cell/add_3", "Add", ["cell/mul_1", "cell/mul_3"]);
        string o = Peephole("o", "cell/split:3", "cell/add_3", units);
        _graph.Node("cell/Tanh_1", "Tanh", ["cell/add_3"]);
        _graph.Node("cell/mul_5", "Mul", [o, "cell/Tanh_1"]);
        string projection = Enter("cell/MatMul_1/Enter", _graph.Weights("projection/kernel", units, outputs));
        _graph.Node("cell/MatMul_1", "MatMul", ["cell/mul_5", projection]);
        return Exit("_3");
    }

    private string GruCell(string cell, string x, int values, int units, string variable)
    {
        string h = Zeros(variable, units, $"{cell}/add");
        _graph.Node($"{cell}/Sigmoid", "Sigmoid", [Product(cell, x, h, values + units, 2 * units)]);
        Split(cell, $"{cell}/Sigmoid", 2);
        _graph.Node($"{cell}/mul", "Mul", [$"{cell}/split", h]);
        _graph.Node($"{cell}/Tanh", "Tanh", [Product($"{cell}/candidate", x, $"{cell}/mul", values + units, units)]);
        _graph.Node($"{cell}/mul_1", "Mul", [$"{cell}/split:1", h]);
        _graph.Node($"{cell}/sub", "Sub", [_graph.Filled($"{cell}/sub/x", 1), $"{cell}/split:1"]);
        _graph.Node($"{cell}/mul_2", "Mul", [$"{cell}/sub", $"{cell}/Tanh"]);
        return _graph.Node($"{cell}/add", "Add", [$"{cell}/mul_1", $"{cell}/mul_2"]);
    }

    /// <summary>sigmoid(sum + weights * cell state).</summary>
    private string Peephole(string gate, string sum, string cell, int units)
    {
        string weights = Enter($"cell/w_{gate}_diag/Enter", _graph.Weights($"w_{gate}_diag", units));
        _graph.Node($"cell/w_{gate}/mul", "Mul", [weights, cell]);
        _graph.Node($"cell/w_{gate}/add", "Add", [sum, $"cell/w_{gate}/mul"]);
        return _graph.Node($"cell/w_{gate}/Sigmoid", "Sigmoid", [$"cell/w_{gate}/add"]);
    }

    /// <summary>[x, h] * kernel + bias.</summary>
    private string Product(string name, string x, string h, int rows, int columns)
    {
        _graph.Node($"{name}/concat", "ConcatV2", [x, h, _graph.SingleInteger($"{name}/concat/axis", 1)]);
        string kernel = Enter($"{name}/MatMul/Enter", _graph.Weights($"{name}/kernel", rows, columns));
        _graph.Node($"{name}/MatMul", "MatMul", [$"{name}/concat", kernel]);
        string bias = Enter($"{name}/BiasAdd/Enter", _graph.Weights($"{name}/bias", columns));
        return _graph.Node($"{name}/BiasAdd", "BiasAdd", [$"{name}/MatMul", bias]);
    }

    private void Split(string cell, string sums, int parts) => _graph.Node(
        $"{cell}/split", "Split", [_graph.SingleInteger($"{cell}/split/split_dim", 1), sums], ("num_split", Integer(parts)));

    /// <summary>A state that begins with zeros; the body reads it under the name that is returned.</summary>
    private string Zeros(string variable, int units, string next)
    {
        string zeros = $"rnn/zeros{variable}";
        string[] shape =
            [_graph.Integers($"{zeros}/one", 1), _graph.Integers($"{zeros}/units", units), _graph.SingleInteger($"{zeros}/axis", 0)];
        string joined = _graph.Node($"{zeros}/concat", "ConcatV2", shape);
        return State(variable, _graph.Node(zeros, "Fill", [joined, _graph.Filled($"{zeros}/Const", 0)]), next);
    }

    private string State(string variable, string first, string next)
    {
        _graph.Node($"rnn/while/Enter{variable}", "Enter", [first]);
        _graph.Node($"rnn/while/NextIteration{variable}", "NextIteration", [next]);
        _graph.Node($"rnn/while/Merge{variable}", "Merge", [$"rnn/while/Enter{variable}", $"rnn/while/NextIteration{variable}"]);
        _graph.Node($"rnn/while/Switch{variable}", "Switch", [$"rnn/while/Merge{variable}", "rnn/while/LoopCond"]);
        return _graph.Node($"rnn/while/Identity{variable}", "Identity", [$"rnn/while/Switch{variable}:1"]);
    }

    private void Range(string name, string first, string end) =>
        _graph.Node(name, "Range", [first, end, _graph.SingleInteger($"{name}/delta", 1)]);

    private string Enter(string name, string constant) => _graph.Node(name, "Enter", [constant]);

    private string Exit(string variable) => _graph.Node($"rnn/while/Exit{variable}", "Exit", [$"rnn/while/Switch{variable}"]);
}
