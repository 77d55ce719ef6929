using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Testing;

/// <summary>Models with recurrent layers.</summary>
public static class RecurrentModels
{
    /// <summary>
    /// 6 frames of 3 coefficients through an LSTM of 5 units with peepholes and a projection to 4, a GRU of 3 units, and 3 labels. The
    /// weights are random, and such that gates are neither open nor closed all the time.
    /// </summary>
    /// <param name="seed">The same one gives the same model.</param>
    public static KwsModel Small(int seed = 1)
    {
        Layer[] lstm = Frames("lstm", new TensorShape(6, 3, 1), input => new LstmLayer(
            "lstm", input, 6, "lstm/weights", 6, 11, new("lstm/peepholes", 2), new("lstm/projection", 4, 6)), 20);
        Layer[] gru = Frames("gru", lstm[^1].Output, input => new GruLayer("gru", input, 6, "gru/weights", 6), 9);
        var last = new LastFrameLayer("last", gru[^1].Output);
        Layer[] layers = [.. lstm, .. gru, last, new FullyConnectedLayer("fc", last.Output, 3, "fc/weights", "fc/biases")];
        var network = new Network(new TensorShape(6, 3, 1), layers, inputBits: 8);
        var random = new Random(seed);
        return new KwsModel(network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count)
            .Select(_ => spec.Bits == TensorSpec.BiasBits ? random.Next(-3000, 3001) : random.Next(-100, 101)).ToImmutableArray()));
    }

    /// <summary>A convolution over one frame, the requantisation of its sums to 16 bits, and the recurrent layer that reads them.</summary>
    private static Layer[] Frames(string name, TensorShape input, Func<TensorShape, RecurrentLayer> make, int gateValues)
    {
        var window = new Window(1, input.Frequency, 1, 1, Padding.Valid);
        var sums = new ConvolutionLayer($"{name}/frames", input, gateValues, window, $"{name}/frames/weights", $"{name}/frames/biases");
        var narrow = new RequantizationLayer($"{name}/short", sums.Output, 1, Rounding.HalfUp, saturationBits: 16);
        return [sums, narrow, make(narrow.Output)];
    }
}
