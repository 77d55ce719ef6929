using Kws.Hardware.Export.Onnx;
using Kws.Model;
using Kws.Training.Float.Layers;

namespace Kws.Benchmarks.Peers.Onnx.Float;

/// <summary>The frames that a recurrent layer reads, and what it gives.</summary>
/// <param name="Values">The name of the frames: [frame][1][value].</param>
/// <param name="Order">The place in a frame of the layer of each value of a frame of the graph.</param>
internal sealed record FrameNodes(string Values, Func<int, int> Order)
{
    /// <summary>The frames of the values so far.</summary>
    /// <param name="to">The graph.</param>
    /// <param name="layer">The layer that reads them.</param>
    /// <param name="before">The last layer before it that is no ReLU; null for the features.</param>
    public static FrameNodes Of(FloatGraph to, FloatRecurrentLayer layer, FloatLayer? before)
    {
        switch (before)
        {
            case null:
                return new(to.Values, value => value);
            case FloatLstmLayer:
                throw new NotSupportedException($"{layer.Name} reads all outputs of {before.Name}, of which the last alone is computed");
            case FloatRecurrentLayer:
                return new(
                    to.Graph.Node("Squeeze", [to.Values, to.Graph.List($"{layer.Name}/axes", 1)], $"{layer.Name}/frames"),
                    value => value);
            default:
                // [1][channel][time][frequency] to [time][1][channel][frequency].
                TensorShape shape = before.Output;
                string turned = to.Graph.Node(
                    "Transpose", [to.Values], $"{layer.Name}/turned", OnnxGraph.Attribute("perm", [2, 0, 1, 3]));
                return new(
                    to.Graph.Node(
                        "Reshape", [turned, to.Graph.List($"{layer.Name}/shape", shape.Time, 1, layer.FrameLength)],
                        $"{layer.Name}/frames"),
                    value => (value % shape.Frequency * shape.Channels) + (value / shape.Frequency));
        }
    }

    /// <summary>The weights of the frames as [1][row][value].</summary>
    /// <param name="to">The graph.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="rows">The number of rows: the units of all gates.</param>
    /// <param name="weight">The weight of a row and a place in a frame of the layer.</param>
    public string Weights(FloatGraph to, FloatRecurrentLayer layer, int rows, Func<int, int, double> weight)
    {
        int length = layer.FrameLength;
        return to.Weights($"{layer.Name}/w", [1, rows, length], i => weight(i / length, Order(i % length)));
    }

    /// <summary>Adds an operator for a recurrent layer and returns the name of its output: [frame][1][1][unit].</summary>
    public static string Add(FloatGraph to, string type, string[] inputs, FloatRecurrentLayer layer, params AttributeProto[] attributes)
    {
        to.Graph.Node(
            type, inputs, [layer.Name, LastOf(layer)], [OnnxGraph.Attribute("hidden_size", layer.Units), .. attributes]);
        return layer.Name;
    }

    /// <summary>The output of the last frame as a row: [1][output].</summary>
    public static string Last(FloatGraph to, FloatRecurrentLayer layer) => to.Graph.Node(
        "Squeeze", [LastOf(layer), to.Graph.List($"{layer.Name}/direction", 0)], $"{layer.Name}/row");

    /// <summary>The name of the output of the last frame: [1][1][output].</summary>
    public static string LastOf(FloatRecurrentLayer layer) => $"{layer.Name}/last";
}
