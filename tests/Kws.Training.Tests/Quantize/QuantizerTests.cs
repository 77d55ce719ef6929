using System.Collections.Immutable;
using Kws.Audio;
using Kws.Fast;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.FrontEnd;
using Kws.Training.Float.Layers;
using Kws.Training.Quantize;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests.Quantize;

public sealed class QuantizerTests
{
    private static readonly FloatFrontEnd FrontEnd = new(16_000, 16_000, 640, 640, 40, 20, 4000, 10, isMagnitude: false);

    private static readonly ImmutableArray<string> Labels = ["_silence_", "_unknown_", "yes"];

    /// <summary>Every kind of layer that has integers, with random weights: what goes wrong anywhere changes the logits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_integers_follow_the_float_network(int seed)
    {
        FloatNetwork network = RandomNetwork(new Random(seed));
        ImmutableArray<short[]> clips = CalibrationClips.Synthesise(new FrontEnd()).All;
        QuantizedModel quantized = Quantize(network, [.. clips.Where((_, index) => index % 4 == 0)]);

        Assert.Equal(["conv", "dw", "pw", "pool", "fc"], quantized.Layers.Select(layer => layer.Name));
        Assert.All(quantized.Layers, layer => Assert.InRange(layer.Error, 0, 0.15));
        Assert.All(quantized.Layers, layer => Assert.InRange(layer.Saturated, 0, 0.02));
        short[][] others = [.. clips.Where((_, index) => index % 4 == 1)];
        int same = others.Count(clip => IndexOfMost(network.Logits(clip)) == LabelOf(quantized.Model, clip));
        Assert.InRange((double)same / others.Length, 0.9, 1);
    }

    /// <summary>Recurrent layers of every kind with random weights, and one that reads another.</summary>
    [Theory]
    [InlineData("gru")]
    [InlineData("lstm")]
    [InlineData("projected")]
    [InlineData("two")]
    public void The_integers_of_recurrent_layers_follow_the_float_ones(string kind)
    {
        FloatNetwork network = RecurrentNetwork(kind, new Random(1));
        ImmutableArray<short[]> clips = CalibrationClips.Synthesise(new FrontEnd()).All;
        QuantizedModel quantized = Quantize(network, [.. clips.Where((_, index) => index % 4 == 0)]);

        Assert.All(quantized.Layers, layer => Assert.InRange(layer.Error, 0, 0.1));
        short[][] others = [.. clips.Where((_, index) => index % 4 == 1)];
        int same = others.Count(clip => IndexOfMost(network.Logits(clip)) == LabelOf(quantized.Model, clip));
        Assert.InRange((double)same / others.Length, 0.9, 1);
    }

    [Fact]
    public void Weights_and_biases_are_the_float_ones_at_the_scales_that_are_reported()
    {
        FloatNetwork network = RandomNetwork(new Random(1));
        QuantizedModel quantized = Quantize(network, CalibrationClips.Synthesise(new FrontEnd()).All[..20]);
        KwsModel model = quantized.Model;
        var pointwise = (FloatSumLayer)network.Layers[4];
        var integers = (PointwiseConvolutionLayer)model.Network.Layers[4];
        (int input, int weights) = (quantized.Layers[1].OutputFraction, quantized.Layers[2].WeightFraction!.Value);
        for (int from = 0; from < 4; from++)
        {
            for (int to = 0; to < 6; to++)
            {
                Assert.Equal(
                    FractionErrors.Integer(pointwise.Weights[(from * 6) + to], weights), model[integers.Weights][(to * 4) + from]);
            }
        }

        Assert.Equal(
            pointwise.Biases.Select(bias => (int)Math.Round(Math.ScaleB(bias, input + weights))), model[integers.Biases!]);
        var requantization = (RequantizationLayer)model.Network.Layers[5];
        Assert.Equal(
            (input + weights - quantized.Layers[2].OutputFraction, Rounding.HalfUp, true, 8),
            (requantization.Shift, requantization.Rounding, requantization.Relu, requantization.SaturationBits));
        Assert.Equal(Labels, model.Labels);
        Assert.Equal((640, 640, 25, 8), (
            model.FrontEnd.WindowLength, model.FrontEnd.HopLength, model.FrontEnd.FrameCount, model.FrontEnd.Bits));
    }

    /// <summary>The clips of the reference results, by which the scales are chosen too.</summary>
    [Theory]
    [InlineData("DNN_S")]
    [InlineData("DS_CNN_S")]
    [InlineData("GRU_S")]
    [InlineData("LSTM_S")]
    [InlineData("CRNN_S")]
    public void Published_networks_label_clips_as_their_float_originals(string name)
    {
        string[][] rows = ArmData.Table($"{name}.csv");
        short[][] clips = [.. rows.Select(row => ArmData.Clip(row[0]))];
        KwsModel model = Quantize(ArmData.Network(name), [.. clips]).Model;
        int same = rows.Zip(clips).Count(pair =>
            IndexOfMost([.. pair.First.Skip(1).Select(ArmData.Number)]) == LabelOf(model, pair.Second));
        Assert.InRange(same, 56, rows.Length);
    }

    [Fact]
    public void What_has_no_integers_is_refused_by_name()
    {
        var shape = new TensorShape(25, 10, 1);
        Refuse("last: the last frame of no recurrent layer cannot be quantised", FrontEnd,
            new FloatLastFrameLayer("last", shape), Logits(10));
        Refuse("relu: expected a fully connected layer without ReLU as the last one", FrontEnd,
            Logits(250), new FloatReluLayer("relu", new TensorShape(1, 1, 3)));
        Refuse("relu: a ReLU without sums or a pool before it cannot be quantised", FrontEnd,
            new FloatReluLayer("relu", shape), Logits(250));
        Refuse("the bands are sums of square roots of magnitudes, expected magnitudes",
            new FloatFrontEnd(16_000, 16_000, 640, 640, 40, 20, 4000, 10, isMagnitude: true), Logits(250));
        Assert.Throws<ArgumentException>(() => Quantize(RandomNetwork(new Random(1)), []));

        static void Refuse(string message, FloatFrontEnd frontEnd, params FloatLayer[] layers) => Assert.Equal(
            message, Assert.Throws<ArgumentException>(() => new Quantizer(new FloatNetwork(frontEnd, layers, Labels))).Message);
    }

    private static QuantizedModel Quantize(FloatNetwork network, ImmutableArray<short[]> clips) =>
        new Quantizer(network).Quantize(clips, cancellation: TestContext.Current.CancellationToken);

    private static FloatFullyConnectedLayer Logits(int inputs) =>
        new("fc", new TensorShape(1, 1, inputs), 3, [.. new double[3 * inputs]], [0, 0, 0]);

    private static FloatNetwork RandomNetwork(Random random)
    {
        var valid = new Window(1, 1, 1, 1, Padding.Valid);
        TensorShape frames = new(13, 5, 4), pointwise = new(13, 5, 6);
        return new(
            FrontEnd,
            [
                new FloatConvolutionLayer(
                    "conv", FrontEnd.Output, 4, new Window(3, 3, 2, 2, Padding.Same), Values(36, 0.3), Values(4, 1)),
                new FloatReluLayer("conv/relu", frames),
                new FloatDepthwiseConvolutionLayer("dw", frames, new Window(3, 3, 1, 1, Padding.Same), Values(36, 0.5), Values(4, 1)),
                new FloatReluLayer("dw/relu", frames),
                new FloatConvolutionLayer("pw", frames, 6, valid, Values(24, 0.7), Values(6, 1)),
                new FloatReluLayer("pw/relu", pointwise),
                new FloatAveragePoolLayer("pool", pointwise, new Window(13, 5, 1, 1, Padding.Valid)),
                new FloatFullyConnectedLayer("fc", new TensorShape(1, 1, 6), 3, Values(18, 1), Values(3, 1)),
            ],
            Labels);

        ImmutableArray<double> Values(int count, double scale) =>
            [.. Enumerable.Range(0, count).Select(_ => scale * ((2 * random.NextDouble()) - 1))];
    }

    /// <summary>Weights as large as those of trained networks: gates are open, shut and between.</summary>
    private static FloatNetwork RecurrentNetwork(string kind, Random random)
    {
        const int Units = 9;
        TensorShape input = FrontEnd.Output;
        var states = new TensorShape(input.Time, 1, Units);
        FloatLayer first = kind switch
        {
            "lstm" => new FloatBasicLstmLayer("cell", input, Units, Weights(10, Units, 4 * Units), Values(4 * Units, 1)),
            "projected" => new FloatLstmLayer(
                "cell", input, 13, Units, Weights(10, Units, 4 * 13), Values(4 * 13, 1), Values(13, 0.5), Values(13, 0.5),
                Values(13, 0.5), Values(13 * Units, 0.6)),
            _ => Gru("cell", input),
        };
        FloatLayer[] second = kind == "two" ? [Gru("other", states)] : [];
        return new(
            FrontEnd,
            [
                first, .. second, new FloatLastFrameLayer("last", states),
                new FloatFullyConnectedLayer("fc", new TensorShape(1, 1, Units), 3, Values(3 * Units, 1), Values(3, 0.2)),
            ],
            Labels);

        FloatGruLayer Gru(string name, TensorShape shape)
        {
            int frame = shape.Frequency * shape.Channels;
            return new(
                name, shape, Units, Weights(frame, Units, 2 * Units), Values(2 * Units, 1), Weights(frame, Units, Units), Values(Units, 1));
        }

        // Features are up to some tens, states up to 1.
        ImmutableArray<double> Weights(int frame, int outputs, int columns) =>
            [.. Values(frame * columns, frame == 10 ? 0.05 : 0.8), .. Values(outputs * columns, 0.8)];

        ImmutableArray<double> Values(int count, double scale) =>
            [.. Enumerable.Range(0, count).Select(_ => scale * ((2 * random.NextDouble()) - 1))];
    }

    private static int LabelOf(KwsModel model, short[] clip)
    {
        var extractor = new FingerprintExtractor(model.FrontEnd);
        var fingerprint = new sbyte[extractor.FingerprintLength];
        extractor.Extract(clip, fingerprint);
        return new KwsClassifier(model).Classify(fingerprint);
    }

    private static int IndexOfMost(double[] logits) => Array.IndexOf(logits, logits.Max());
}
