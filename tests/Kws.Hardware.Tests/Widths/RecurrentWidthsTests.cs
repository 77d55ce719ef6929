using Kws.Hardware.Ranges;
using Kws.Hardware.Widths;
using Kws.Model;

namespace Kws.Hardware.Tests.Widths;

/// <summary>Recurrent layers whose outputs have fewer bits.</summary>
public sealed class RecurrentWidthsTests
{
    /// <summary>
    /// Two units of an LSTM whose input and output gates are open and whose forget gates are shut. The candidate of unit 0 has 0.75 as its
    /// sum: an output of 128 tanh(tanh(0.75)) = 72. That of unit 1 has the output of unit 0 in the frame before, divided by 128.
    /// </summary>
    [Fact]
    public void The_next_frame_reads_an_output_that_is_saturated()
    {
        var input = new TensorShape(2, 1, 8);
        var lstm = new LstmLayer("lstm", input, 15, "w", 11, 11);
        var weights = new int[8 * 2];
        weights[3 * 2] = 1;
        var labels = new FullyConnectedLayer("fc", new TensorShape(1, 1, 2), 2, "fc", "biases");
        Network network = new(input, [lstm, new LastFrameLayer("last", lstm.Output), labels], inputBits: 8);
        var model = new KwsModel(network, [[.. weights], [20, 0, 0, 20], [-10, 0]]);
        sbyte[] frame = [127, 127, 6, 0, -128, -128, 127, 127];
        int[] values = [.. frame, .. frame];

        // 128 tanh(tanh(72 / 128)) = 60; with 6 bits for outputs 128 tanh(tanh(31 / 128)) = 30, which is not 60 saturated.
        Assert.Equal([72, 0, 72, 60], new RecurrentScan(model, lstm).Run(values));
        Assert.Equal([31, 0, 31, 30], new RecurrentScan(model, lstm).Run(values, bits: 6));

        // 20 x 31 - 10 against 20 x 30; 31 instead of 30 would win.
        var changed = new ChangedNetwork(model);
        UnchangedTrace trace = changed.Trace([.. frame, .. frame]);
        Assert.Equal(0, changed.Label(trace, [LayerChange.Saturate(0, 6)]));
        Assert.Equal(0, changed.Label(trace, [LayerChange.Saturate(0, 8)]));
        Assert.Equal(1, changed.Label(trace, [LayerChange.Saturate(1, 6)]));
    }

    [Fact]
    public void A_network_without_floor_divisions_refuses_a_recurrent_layer()
    {
        var input = new TensorShape(2, 1, 3);
        var model = new KwsModel(new Network(input, [new GruLayer("gru", input, 1, "w", 1)]), [[1, 2, 3]]);
        var e = Assert.Throws<NotSupportedException>(() => new UnshiftedNetwork(model));
        Assert.Equal("gru: without its floor divisions an average, a saturation or a recurrent layer has no meaning", e.Message);
    }
}
