using Kws.Hardware.Export.Onnx;
using Kws.Training.Float.Layers;

namespace Kws.Benchmarks.Peers.Onnx.Float;

/// <summary>
/// Long short-term memory with peepholes and projection as an LSTM. The operator has no projection: it is multiplied into the recurrent
/// weights, which are more products for it, but in the operator's own loop. Of the frames the last one alone is projected.
/// </summary>
internal static class FoldedLstmNodes
{
    public static string Add(FloatGraph to, FloatLstmLayer layer, FrameNodes frames)
    {
        (int units, int outputs) = (layer.Units, layer.Output.Channels);
        int rows = LstmGates.Count * units;
        string weights = frames.Weights(to, layer, rows, Weight);
        string recurrent = to.Weights($"{layer.Name}/r", [1, rows, units], i => Folded(i / units, i % units));
        string biases = to.Weights(
            $"{layer.Name}/b", [1, 2 * rows], i => i < rows ? layer.Biases[LstmGates.Column(i, units)] : 0);
        string peepholes = to.Weights($"{layer.Name}/peepholes", [1, 3 * units], i => (i / units) switch
        {
            0 => layer.PeepholeI[i],
            1 => layer.PeepholeO[i - units],
            _ => layer.PeepholeF[i - (2 * units)],
        });

        // Between the biases and the peepholes: lengths of sequences, and the states before the first frame, which are zeros.
        to.Graph.Node(
            "LSTM", [frames.Values, weights, recurrent, biases, "", "", "", peepholes], [layer.Name, $"{layer.Name}/units"],
            OnnxGraph.Attribute("hidden_size", units));
        string projection = to.Weights($"{layer.Name}/projection", [units, outputs], i => layer.Projection[i]);
        to.Graph.Node("MatMul", [$"{layer.Name}/units", projection], FrameNodes.LastOf(layer));
        return layer.Name;

        double Weight(int row, int value) => layer.Weights[(value * rows) + LstmGates.Column(row, units)];

        double Folded(int row, int unit)
        {
            double sum = 0;
            for (int output = 0; output < outputs; output++)
            {
                sum += layer.Projection[(unit * outputs) + output] * Weight(row, layer.FrameLength + output);
            }

            return sum;
        }
    }
}
