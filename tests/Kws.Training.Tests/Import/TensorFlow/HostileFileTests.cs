using System.Text;
using Google.Protobuf;
using Kws.Model;
using Kws.Training.Import.TensorFlow;
using static Kws.Training.Tests.Import.TensorFlow.GraphWriter;

namespace Kws.Training.Tests.Import.TensorFlow;

/// <summary>
/// Files and constants that are damaged. One line names the first node that does not fit.
/// </summary>
public sealed class HostileFileTests
{
    private static readonly Dictionary<string, (Func<byte[]> File, string Message)> Files = new()
    {
        ["empty"] = (() => [],
            "none of the 0 nodes is named 'labels_softmax', expected a Softmax of that name over the logits"),
        ["text"] = (() => Encoding.UTF8.GetBytes("these are the labels\nyes\nno\n"),
            "this is not a TensorFlow graph (a binary GraphDef), or it is cut off"),
        ["cut off"] = (() => TestGraphs.Dnn().ToByteArray()[..^3],
            "this is not a TensorFlow graph (a binary GraphDef), or it is cut off"),
        ["cut off between nodes"] = (() => GraphChange.Of("dnn", graph => graph.Node.RemoveAt(graph.Node.Count - 1)),
            "none of the 17 nodes is named 'labels_softmax', expected a Softmax of that name over the logits"),
        ["many empty nodes"] = (() => [.. Enumerable.Range(0, 20_002).Select(i => (byte)(i % 2 == 0 ? 0x0A : 0))],
            "the graph has more than 10000 nodes"),
        ["two nodes of one name"] = (() => GraphChange.Of("dnn", graph => graph.Node.Add(graph.Node[3].Clone())),
            "two nodes are named 'Mfcc'"),
        ["missing input"] = (() => GraphChange.Of("dnn", graph => graph.Node.Remove(GraphChange.Node(graph, "fc1/b"))),
            "node 'fc1/add' (Add): the input 'fc1/b' is missing in the file"),
        ["input with a line break"] = (() => GraphChange.Of("dnn", "fc1/Relu", node => node.Input[0] = "a\nb"),
            "node 'fc1/Relu' (Relu): the input 'a�b' is missing in the file"),
        ["input with a long name"] = (() => GraphChange.Of("dnn", "fc1/Relu", node => node.Input[0] = new string('a', 5000)),
            "node 'fc1/Relu' (Relu): the input 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...' is missing in the file"),
        ["weights that are shared by many layers"] = (() => GraphChange.Of("dnn", ManyWeights),
            "node 'm15' (MatMul): the network has more than 16777216 weights up to here"),
        ["no inputs"] = (() => GraphChange.Of("dnn", "fc1/add", node => node.Input.Clear()),
            "node 'fc1/add' (Add): the node has 0 inputs, expected 2"),
        ["control inputs alone"] = (() => GraphChange.Of("dnn", "fc1/Relu", node => node.Input[0] = "^fc1/add"),
            "node 'fc1/Relu' (Relu): the node has 0 inputs, expected 1"),
        ["other output"] = (() => GraphChange.Of("dnn", "fc1/Relu", node => node.Input[0] = "fc1/add:1"),
            "node 'fc1/add' (Add): output 1 is read, expected output 0"),
        ["circle of constants"] = (() => GraphChange.Of("dnn", "fc1/W/read", node => node.Input[0] = "fc1/W/read"),
            "node 'fc1/W/read' (Identity): a constant is nested in more than 16 nodes"),
        ["weights of another shape"] = (() => GraphChange.Of("dnn", graph => GraphChange.Reshape(graph, "fc1/W", 5, 12)),
            "node 'fc1/W' (Const): the shape is [5, 12], expected [12, any]"),
        ["huge axis"] = (() => GraphChange.Of("dnn", graph => GraphChange.Reshape(graph, "fc1/W", 1L << 60, 5)),
            "node 'fc1/W' (Const): the shape is [1152921504606846976, 5], expected up to 4 axes of 1 to 32767"),
        ["negative axis"] = (() => GraphChange.Of("dnn", graph => GraphChange.Reshape(graph, "fc1/W", -1, 5)),
            "node 'fc1/W' (Const): the shape is [-1, 5], expected up to 4 axes of 1 to 32767"),
        ["many axes"] = (() => GraphChange.Of("dnn", graph => GraphChange.Reshape(graph, "fc1/W", [.. Enumerable.Repeat(1L, 9)])),
            "node 'fc1/W' (Const): the shape is [1, 1, 1, 1, 1], expected up to 4 axes of 1 to 32767"),
        ["one number for a huge shape"] = (
            () => GraphChange.Of("dnn", graph => GraphChange.Reshape(graph, "final/b", 32767, 32767, 32767, 32767)),
            "node 'final/b' (Const): 2 values for the shape [32767, 32767, 32767, 32767], expected 1152780773560811521"),
        ["too few values"] = (() => GraphChange.Of("dnn", graph => GraphChange.Reshape(graph, "fc1/W", 13, 5)),
            "node 'fc1/W' (Const): 60 values for the shape [13, 5], expected 65"),
        ["bytes that are no floats"] = (
            () => GraphChange.Of("dnn", graph => GraphChange.Tensor(graph, "fc1/b").TensorContent = ByteString.CopyFrom(1, 2, 3)),
            "node 'fc1/b' (Const): 3 bytes of values, expected 4 per value"),
        ["NaN"] = (() => GraphChange.Of("dnn", graph => GraphChange.Content(graph, "fc1/b", 0, 1, float.NaN, 2, 3)),
            "node 'fc1/b' (Const): value 2 is NaN, expected finite numbers"),
        ["infinite"] = (() => GraphChange.Of("dnn", graph => GraphChange.Content(graph, "fc1/b", float.NegativeInfinity, 1, 2, 3, 4)),
            "node 'fc1/b' (Const): value 0 is -Infinity, expected finite numbers"),
        ["type of doubles"] = (() => GraphChange.Of("dnn", graph => GraphChange.Tensor(graph, "fc1/W").Dtype = (DataType)2),
            "node 'fc1/W' (Const): the type is number 2 of TensorFlow, expected DT_FLOAT or DT_INT32"),
        ["integers as weights"] = (() => GraphChange.Of("dnn", graph => GraphChange.Tensor(graph, "fc1/W").Dtype = DataType.DtInt32),
            "node 'fc1/W' (Const): the type is DT_INT32, expected DT_FLOAT"),
        ["floats as shape"] = (() => GraphChange.Of("dnn", "Reshape", node => node.Input[1] = "fc1/b"),
            "node 'fc1/b' (Const): the type is DT_FLOAT, expected DT_INT32"),
        ["constant without tensor"] = (() => GraphChange.Of("dnn", "fc1/W", node => node.Attr.Clear()),
            "node 'fc1/W' (Const): attribute 'value' is missing, expected a tensor"),
        ["text as tensor"] = (() => GraphChange.Of("dnn", "fc1/W", node => node.Attr["value"] = Text("1 2 3")),
            "node 'fc1/W' (Const): attribute 'value' has another type, expected a tensor"),
        ["computed weights"] = (() => GraphChange.Of("dnn", "fc1/W/read", node => node.Input[0] = "Mfcc"),
            "node 'Mfcc' (Mfcc): expected a constant"),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused_in_one_line(string name) => GraphChange.AssertRefused(Files[name].File(), Files[name].Message);

    /// <summary>A file of 4 MB whose layers would fill 270 MB if they were scaled.</summary>
    private static void ManyWeights(GraphDef graph)
    {
        var tensor = new TensorProto { Dtype = DataType.DtFloat, TensorContent = ByteString.CopyFrom(new byte[4 << 20]) };
        graph.Node.Add(new NodeDef { Name = "w", Op = "Const", Attr = { ["value"] = new AttrValue { Tensor = tensor } } });
        GraphChange.Reshape(graph, "w", 1024, 1024);
        GraphChange.Reshape(graph, "fc1/W", 12, 1024);
        GraphChange.Tensor(graph, "fc1/W").TensorContent = ByteString.CopyFrom(new byte[4 * 12 * 1024]);
        for (int i = 0; i < 17; i++)
        {
            graph.Node.Add(new NodeDef { Name = $"m{i}", Op = "MatMul", Input = { i == 0 ? "fc1/MatMul" : $"m{i - 1}", "w" } });
        }

        GraphChange.Node(graph, "fc1/add").Input[0] = "m16";
    }

    /// <summary>However a file is cut or changed, it is read, or refused in one line.</summary>
    [Fact]
    public void Damaged_files_are_read_or_refused_in_one_line()
    {
        var random = new Random(3);
        foreach (Func<GraphDef> make in TestGraphs.All.Values)
        {
            byte[] bytes = make().ToByteArray();
            for (int i = 0; i < 300; i++)
            {
                byte[] damaged = bytes[..(i % 3 == 0 ? random.Next(bytes.Length) : bytes.Length)];
                for (int change = 0; change < i % 4 && damaged.Length > 0; change++)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                if (Record.Exception(() => TensorFlowGraph.Import(damaged, "x.pb", ["no", "yes"])) is { } refusal)
                {
                    Assert.IsType<KwsFormatException>(refusal);
                    Assert.DoesNotContain('\n', refusal.Message);
                    Assert.InRange(refusal.Message.Length, 1, 600);
                }
            }
        }
    }
}
