using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Kws.Model;
using Kws.Training.Import.TensorFlow;

namespace Kws.Training.Tests.Import.TensorFlow;

/// <summary>Changes of the graphs of <see cref="TestGraphs"/> that make them impossible.</summary>
internal static class GraphChange
{
    /// <summary>The bytes of a changed graph.</summary>
    public static byte[] Of(string family, Action<GraphDef> change)
    {
        GraphDef graph = TestGraphs.All[family]();
        change(graph);
        return graph.ToByteArray();
    }

    /// <summary>The bytes of a graph with one changed node.</summary>
    public static byte[] Of(string family, string node, Action<NodeDef> change) => Of(family, graph => change(Node(graph, node)));

    public static NodeDef Node(GraphDef graph, string name) => graph.Node.Single(node => node.Name == name);

    public static TensorProto Tensor(GraphDef graph, string name) => Node(graph, name).Attr["value"].Tensor;

    public static void Reshape(GraphDef graph, string name, params long[] shape)
    {
        var dimensions = shape.Select(length => new TensorShapeProto.Types.Dim { Size = length });
        Tensor(graph, name).TensorShape = new TensorShapeProto { Dim = { dimensions } };
    }

    public static void Content(GraphDef graph, string name, params float[] values) =>
        Tensor(graph, name).TensorContent = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values));

    /// <summary>Replaces the integers of a constant, whose shape keeps its axes.</summary>
    public static void Integers(GraphDef graph, string name, params int[] values)
    {
        Tensor(graph, name).IntVal.Clear();
        Tensor(graph, name).IntVal.Add(values);
        if (values.Length > 1)
        {
            Reshape(graph, name, values.Length);
        }
    }

    /// <summary>Fails unless a file is refused in one line.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="message">The line, after the name of the file.</param>
    public static void AssertRefused(byte[] bytes, string message)
    {
        ImmutableArray<string> labels = ["no", "yes"];
        var refusal = Assert.Throws<KwsFormatException>(() => TensorFlowGraph.Import(bytes, "x.pb", labels));
        Assert.Equal($"x.pb: {message}", refusal.Message);
    }
}
