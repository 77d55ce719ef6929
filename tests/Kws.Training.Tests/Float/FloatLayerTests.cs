using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.FrontEnd;
using Kws.Training.Float.Layers;

namespace Kws.Training.Tests.Float;

/// <summary>Layers in cases small enough to be computed by hand, or by one unit at a time.</summary>
public sealed class FloatLayerTests
{
    [Fact]
    public void A_convolution_sums_over_channels_and_pads_with_zeros()
    {
        // Two frames of one position with two channels; the kernel covers a frame and the one after it.
        var same = new Window(2, 1, 1, 1, Padding.Same);
        var layer = new FloatConvolutionLayer("c", new TensorShape(2, 1, 2), 1, same, [1, 10, 100, 1000], [0.5]);
        Assert.Equal([0.5 + 1 + 20 + 300 + 4000, 0.5 + 3 + 40], layer.Compute([1, 2, 3, 4]));
        Assert.Equal(2 * 4, layer.Products);
        Assert.Equal(5, layer.WeightCount);
    }

    [Fact]
    public void A_depthwise_convolution_keeps_channels_apart()
    {
        var valid = new Window(2, 1, 1, 1, Padding.Valid);
        var layer = new FloatDepthwiseConvolutionLayer("d", new TensorShape(3, 1, 2), valid, [1, 10, 100, 1000], [0.5, 0.25]);
        Assert.Equal([301.5, 4020.25, 503.5, 6040.25], layer.Compute([1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void A_fully_connected_layer_sums_over_all_inputs() => Assert.Equal(
        [1 + (2 * 3) + 0.5, 10 + (2 * 30) + 0.25],
        new FloatFullyConnectedLayer("f", new TensorShape(2, 1, 1), 2, [1, 10, 3, 30], [0.5, 0.25]).Compute([1, 2]));

    [Fact]
    public void Relu_pool_and_last_frame()
    {
        var shape = new TensorShape(2, 1, 2);
        Assert.Equal([0, 2, 0, 4], new FloatReluLayer("r", shape).Compute([-1, 2, -3, 4]));
        Assert.Equal([-2, 3], new FloatAveragePoolLayer("p", shape, new Window(2, 1, 1, 1, Padding.Valid)).Compute([-1, 2, -3, 4]));
        Assert.Equal([-3, 4], new FloatLastFrameLayer("l", shape).Compute([-1, 2, -3, 4]));
    }

    [Fact]
    public void A_gru_keeps_the_old_state_where_the_update_gate_is_open()
    {
        ImmutableArray<double> gates = [0.3, -0.2, 0.7, 0.4];
        var layer = new FloatGruLayer("g", new TensorShape(2, 1, 1), 1, gates, [0.1, -0.3], [0.9, -0.6], [0.2]);
        double h = 0;
        double[] expected = new double[2];
        double[] input = [0.8, -1.5];
        for (int t = 0; t < 2; t++)
        {
            double r = Sigmoid((0.3 * input[t]) + (0.7 * h) + 0.1);
            double u = Sigmoid((-0.2 * input[t]) + (0.4 * h) - 0.3);
            double n = Math.Tanh((0.9 * input[t]) + (-0.6 * r * h) + 0.2);
            expected[t] = h = (u * h) + ((1 - u) * n);
        }

        Assert.Equal(expected, layer.Compute(input), Near);
    }

    [Fact]
    public void A_basic_lstm_has_gates_in_the_order_i_j_f_o()
    {
        var layer = new FloatBasicLstmLayer(
            "l", new TensorShape(2, 1, 1), 1, [0.3, -0.2, 0.7, 0.4, 0.5, 0.6, -0.1, 0.2], [0.1, 0.2, 1.3, -0.4]);
        (double h, double c) = (0, 0);
        double[] expected = new double[2];
        double[] input = [0.8, -1.5];
        for (int t = 0; t < 2; t++)
        {
            double i = Sigmoid((0.3 * input[t]) + (0.5 * h) + 0.1);
            double j = Math.Tanh((-0.2 * input[t]) + (0.6 * h) + 0.2);
            double f = Sigmoid((0.7 * input[t]) + (-0.1 * h) + 1.3);
            double o = Sigmoid((0.4 * input[t]) + (0.2 * h) - 0.4);
            c = (f * c) + (i * j);
            expected[t] = h = o * Math.Tanh(c);
        }

        Assert.Equal(expected, layer.Compute(input), Near);
    }

    [Fact]
    public void An_lstm_has_peepholes_at_the_old_and_the_new_state_and_feeds_back_the_projection()
    {
        var layer = new FloatLstmLayer(
            "l", new TensorShape(2, 1, 1), 1, 1, [0.3, -0.2, 0.7, 0.4, 0.5, 0.6, -0.1, 0.2], [0.1, 0.2, 1.3, -0.4], [0.35], [-0.45], [0.55],
            [1.7]);
        (double m, double c) = (0, 0);
        double[] expected = new double[2];
        double[] input = [0.8, -1.5];
        for (int t = 0; t < 2; t++)
        {
            double i = Sigmoid((0.3 * input[t]) + (0.5 * m) + 0.1 + (0.35 * c));
            double j = Math.Tanh((-0.2 * input[t]) + (0.6 * m) + 0.2);
            double f = Sigmoid((0.7 * input[t]) + (-0.1 * m) + 1.3 - (0.45 * c));
            c = (f * c) + (i * j);
            double o = Sigmoid((0.4 * input[t]) + (0.2 * m) - 0.4 + (0.55 * c));
            expected[t] = m = o * Math.Tanh(c) * 1.7;
        }

        Assert.Equal(expected, layer.Compute(input), Near);
    }

    [Fact]
    public void Layers_with_other_numbers_of_weights_are_refused()
    {
        var shape = new TensorShape(2, 1, 1);
        AssertRefused("f: 3 weights, expected 4", () => new FloatFullyConnectedLayer("f", shape, 2, [1, 2, 3], [1, 2]));
        AssertRefused("f: 1 biases, expected 2", () => new FloatFullyConnectedLayer("f", shape, 2, [1, 2, 3, 4], [1]));
        AssertRefused("g: 4 weights of gates, expected 6", () => new FloatGruLayer("g", new(2, 1, 2), 1, [1, 2, 3, 4], [1], [1], [1]));
        AssertRefused("l: 4 weights, expected 8", () => new FloatBasicLstmLayer("l", shape, 1, [1, 2, 3, 4], [1]));
        AssertRefused("r: 3 values, expected 2 (Parameter 'input')", () => new FloatReluLayer("r", shape).Compute([1, 2, 3]));
    }

    [Fact]
    public void Networks_whose_layers_or_labels_do_not_fit_are_refused()
    {
        var frontEnd = new FloatFrontEnd(16_000, 160, 64, 32, 6, 20, 4000, 3, isMagnitude: false);
        var relu = new FloatReluLayer("r", new TensorShape(1, 1, 12));
        AssertRefused("0 layers, expected 1 to 256", () => new FloatNetwork(frontEnd, [], []));
        AssertRefused("1 labels for 12 logits, expected one per logit", () => new FloatNetwork(frontEnd, [relu], ["a"]));
        AssertRefused("two layers are named r", () => new FloatNetwork(frontEnd, [relu, relu], ["a"]));
        AssertRefused(
            "s: the input is 1 x 1 x 11, expected 12 values",
            () => new FloatNetwork(frontEnd, [relu, new FloatReluLayer("s", new TensorShape(1, 1, 11))], ["a"]));
    }

    [Fact]
    public void Networks_that_would_take_minutes_are_refused()
    {
        var frontEnd = new FloatFrontEnd(16_000, 160, 64, 32, 6, 20, 4000, 3, isMagnitude: false);
        var spread = new FloatFullyConnectedLayer("f", frontEnd.Output, 1024, [.. new double[12 * 1024]], [.. new double[1024]]);
        var window = new Window(1024, 1024, 1, 1, Padding.Same);
        var slow = new FloatConvolutionLayer("c", new TensorShape(32, 32, 1), 4, window, [.. new double[1 << 22]], [.. new double[4]]);
        AssertRefused(
            "the network computes 4294979584 products per clip, expected at most 2147483648",
            () => new FloatNetwork(frontEnd, [spread, slow], []));
    }

    private static void AssertRefused(string message, Func<object> make) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-14;

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
