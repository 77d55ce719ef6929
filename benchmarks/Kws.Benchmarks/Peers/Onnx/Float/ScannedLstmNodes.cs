using Kws.Hardware.Export.Onnx;
using Kws.Training.Float.Layers;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Benchmarks.Peers.Onnx.Float;

/// <summary>
/// Long short-term memory with peepholes and projection as a Scan, whose body computes one frame. The products with the frames are one
/// product before the loop.
/// </summary>
internal static class ScannedLstmNodes
{
    public static string Add(FloatGraph to, FloatLstmLayer layer, FrameNodes frames)
    {
        (int units, int outputs, int length) = (layer.Units, layer.Output.Channels, layer.FrameLength);
        int columns = LstmGates.Count * units;
        string Name(string name) => $"{layer.Name}/{name}";
        string rows = to.Graph.Node("Squeeze", [frames.Values, to.Graph.List(Name("batch"), 1)], Name("rows"));
        string weights = to.Weights(
            Name("w"), [length, columns], i => layer.Weights[(frames.Order(i / columns) * columns) + (i % columns)]);
        string biases = to.Weights(Name("b"), [columns], i => layer.Biases[i]);
        string sums = to.Graph.Node("Gemm", [rows, weights, biases], Name("frames/sums"));
        string turns = to.Graph.Node("Unsqueeze", [sums, to.Graph.List(Name("turn"), 1)], Name("turns"));
        string[] zeros =
            [to.Weights(Name("output/zero"), [1, outputs], _ => 0), to.Weights(Name("cell/zero"), [1, units], _ => 0)];
        to.Graph.Node(
            "Scan", [.. zeros, turns], [Name("scan/last"), Name("scan/cell")], OnnxGraph.Attribute("body", Body(to, layer)),
            OnnxGraph.Attribute("num_scan_inputs", 1));
        return to.Graph.Node("Unsqueeze", [Name("scan/last"), to.Graph.List(Name("last/axis"), 0)], FrameNodes.LastOf(layer));
    }

    /// <summary>From output, cell state and sums of a frame to output and cell state. Weights are outside, and prepared once.</summary>
    private static OnnxGraph Body(FloatGraph to, FloatLstmLayer layer)
    {
        (int units, int outputs) = (layer.Units, layer.Output.Channels);
        int columns = LstmGates.Count * units;
        string recurrent = to.Weights(
            Name("r"), [outputs, columns], i => layer.Weights[(layer.FrameLength * columns) + i]);
        string projection = to.Weights(Name("projection"), [units, outputs], i => layer.Projection[i]);
        string lengths = to.Graph.List(Name("gates"), units, units, units, units);
        var body = new OnnxGraph();
        body.Input(Name("m"), DataType.Float, [1, outputs]);
        body.Input(Name("c"), DataType.Float, [1, units]);
        body.Input(Name("x"), DataType.Float, [1, columns]);

        body.Node("Gemm", [Name("m"), recurrent, Name("x")], Name("sums"));
        body.Node(
            "Split", [Name("sums"), lengths], [Name("i"), Name("j"), Name("f"), Name("o")], OnnxGraph.Attribute("axis", 1));
        string kept = Node("Mul", "kept", Gate("f", "c", i => layer.PeepholeF[i]), Name("c"));
        string added = Node("Mul", "added", Gate("i", "c", i => layer.PeepholeI[i]), Node("Tanh", "j/tanh", Name("j")));
        string cell = Node("Add", "c/new", kept, added);
        string output = Node("Mul", "h", Gate("o", "c/new", i => layer.PeepholeO[i]), Node("Tanh", "c/tanh", cell));
        body.Output(Node("MatMul", "m/new", output, projection), DataType.Float, [1, outputs]);
        body.Output(cell, DataType.Float, [1, units]);
        return body;

        string Name(string name) => $"{layer.Name}/{name}";

        string Node(string type, string name, params string[] inputs) => body.Node(type, inputs, Name(name));

        string Gate(string gate, string state, Func<int, double> peephole)
        {
            string weights = to.Weights(Name($"{gate}/peephole"), [1, units], peephole);
            string seen = Node("Mul", $"{gate}/seen", Name(state), weights);
            return Node("Sigmoid", $"{gate}/sigmoid", Node("Add", $"{gate}/sum", Name(gate), seen));
        }
    }
}
