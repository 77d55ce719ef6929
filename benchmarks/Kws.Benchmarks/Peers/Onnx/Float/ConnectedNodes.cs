using Kws.Model;
using Kws.Training.Float.Layers;

namespace Kws.Benchmarks.Peers.Onnx.Float;

/// <summary>Fully connected layers.</summary>
internal static class ConnectedNodes
{
    /// <summary>Adds a layer.</summary>
    /// <param name="to">The graph.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="before">The last layer before it that is no ReLU.</param>
    public static string Add(FloatGraph to, FloatFullyConnectedLayer layer, FloatLayer? before)
    {
        bool isImage = before is FloatConvolutionLayer or FloatDepthwiseConvolutionLayer or FloatAveragePoolLayer;
        TensorShape shape = isImage ? before!.Output : layer.Input;
        (int positions, int outputs) = (shape.Time * shape.Frequency, layer.Output.Count);
        string values = isImage ? to.Graph.Node("Flatten", [to.Values], $"{layer.Name}/flat") : to.Values;

        // The rows are [channel][position] after an image, [position][channel] in the layer.
        string weights = to.Weights($"{layer.Name}/w", [layer.Input.Count, outputs], i =>
        {
            int row = i / outputs;
            int place = isImage ? (row % positions * shape.Channels) + (row / positions) : row;
            return layer.Weights[(place * outputs) + (i % outputs)];
        });
        string biases = to.Weights($"{layer.Name}/b", [outputs], i => layer.Biases[i]);
        return to.Graph.Node("Gemm", [values, weights, biases], layer.Name);
    }
}
