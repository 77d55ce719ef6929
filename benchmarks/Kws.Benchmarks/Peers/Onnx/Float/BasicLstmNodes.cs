using Kws.Training.Float.Layers;

namespace Kws.Benchmarks.Peers.Onnx.Float;

/// <summary>Long short-term memory as an LSTM.</summary>
internal static class BasicLstmNodes
{
    public static string Add(FloatGraph to, FloatBasicLstmLayer layer, FrameNodes frames)
    {
        (int units, int length) = (layer.Units, layer.FrameLength);
        int rows = LstmGates.Count * units;
        string weights = frames.Weights(to, layer, rows, Weight);
        string recurrent = to.Weights($"{layer.Name}/r", [1, rows, units], i => Weight(i / units, length + (i % units)));
        string biases = to.Weights(
            $"{layer.Name}/b", [1, 2 * rows], i => i < rows ? layer.Biases[LstmGates.Column(i, units)] : 0);
        return FrameNodes.Add(to, "LSTM", [frames.Values, weights, recurrent, biases], layer);

        double Weight(int row, int value) => layer.Weights[(value * rows) + LstmGates.Column(row, units)];
    }
}
