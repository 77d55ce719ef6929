using Kws.Hardware.Export.Onnx;
using Kws.Training.Float.Layers;

namespace Kws.Benchmarks.Peers.Onnx.Float;

/// <summary>Gated recurrent units as a GRU, whose gates are z (update), r (reset), h (candidate).</summary>
internal static class GruNodes
{
    private const int Gates = 3;

    public static string Add(FloatGraph to, FloatGruLayer layer, FrameNodes frames)
    {
        (int units, int length) = (layer.Units, layer.FrameLength);
        string weights = frames.Weights(to, layer, Gates * units, Weight);
        string recurrent = to.Weights(
            $"{layer.Name}/r", [1, Gates * units, units], i => Weight(i / units, length + (i % units)));
        string biases = to.Weights(
            $"{layer.Name}/b", [1, 2 * Gates * units],
            i => (i / units) switch
            {
                0 => layer.GateBiases[units + i],
                1 => layer.GateBiases[i - units],
                2 => layer.CandidateBiases[i - (2 * units)],
                _ => 0,
            });

        // The reset is before the product, and z keeps the old state as u does.
        return FrameNodes.Add(
            to, "GRU", [frames.Values, weights, recurrent, biases], layer, OnnxGraph.Attribute("linear_before_reset", 0));

        double Weight(int row, int value)
        {
            int unit = row % units;
            return (row / units) switch
            {
                0 => layer.GateWeights[(value * 2 * units) + units + unit],
                1 => layer.GateWeights[(value * 2 * units) + unit],
                _ => layer.CandidateWeights[(value * units) + unit],
            };
        }
    }
}
