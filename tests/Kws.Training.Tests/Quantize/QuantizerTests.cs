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
        Refuse("cell: a Gru layer cannot be quantised yet", FrontEnd,
            new FloatGruLayer("cell", shape, 1, [.. new double[22]], [0, 0], [.. new double[11]], [0]),
            new FloatLastFrameLayer("last", new TensorShape(25, 1, 1)), Logits(1));
        Refuse("fc: expected a fully connected layer without ReLU as the last one", FrontEnd,
            Logits(250), new FloatReluLayer("relu", new TensorShape(1, 1, 3)));
        Refuse("relu: a ReLU without a layer before it cannot be quantised", FrontEnd, new FloatReluLayer("relu", shape), Logits(250));
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

    private static int LabelOf(KwsModel model, short[] clip)
    {
        var extractor = new FingerprintExtractor(model.FrontEnd);
        var fingerprint = new sbyte[extractor.FingerprintLength];
        extractor.Extract(clip, fingerprint);
        return new KwsClassifier(model).Classify(fingerprint);
    }

    private static int IndexOfMost(double[] logits) => Array.IndexOf(logits, logits.Max());
}
