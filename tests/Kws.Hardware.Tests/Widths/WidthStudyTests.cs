using System.Collections.Immutable;
using Kws.Hardware.Tests.Support;
using Kws.Hardware.Widths;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Widths;

public sealed class WidthStudyTests
{
    private static readonly KwsModel Model = KwsModel.Default;
    private static readonly Layer[] Layers = [.. Model.Network.Layers];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 2)]
    [InlineData(-2, 2)]
    [InlineData(127, 8)]
    [InlineData(-128, 8)]
    [InlineData(128, 9)]
    [InlineData(-129, 9)]
    [InlineData(int.MaxValue, 32)]
    [InlineData(int.MinValue, 32)]
    public void Bits_are_those_of_twos_complement(int value, int bits) => Assert.Equal(bits, LayerChange.BitsOf(value));

    [Fact]
    public void Saturated_and_shifted_layers_are_computed_as_one_would_by_hand()
    {
        // Three frames of one coefficient; one channel; a depthwise kernel of one frame; one pointwise output; two labels.
        var network = DsCnn.Create(new(1, 1, 1, 1, 1), [new(1, 1, 1, 1, 1)], labelCount: 2, frames: 3, coefficients: 1);
        var model = new KwsModel(network, [[20], [16], [30], [1, -1], [-7, 7]]);
        sbyte[] fingerprint = [31, -5, 4];

        // Convolution 620 -100 80, floors 77 -13 10, depthwise 1232 ..., floor and pool 77, pointwise 2310, floor 9, logits 2 and -2:
        // label 0.
        Assert.Equal(0, Label());

        // At 6 bits: 31, 496, 31, 930, 3: logits -4 and 4.
        Assert.Equal(1, Label(LayerChange.Saturate(1, 6)));
        Assert.Equal(0, Label(LayerChange.Saturate(1, 7)));

        // At 4 bits the last floor division gives 7, at 3 bits 3: logits 0 and 0, -4 and 4.
        Assert.Equal(0, Label(LayerChange.Saturate(6, 4)));
        Assert.Equal(1, Label(LayerChange.Saturate(6, 3)));

        // Divided by 512 it gives 4.
        Assert.Equal(1, Label(LayerChange.ShiftBy(6, 9)));

        // Convolution at 9 bits: 255, 31: as above.
        Assert.Equal(1, Label(LayerChange.Saturate(0, 9)));
        Assert.Equal(0, Label(LayerChange.Saturate(0, 10), LayerChange.Saturate(6, 4)));
        Assert.Equal(1, Label(LayerChange.Saturate(0, 10), LayerChange.Saturate(6, 3)));

        int Label(params LayerChange[] changes)
        {
            var network = new ChangedNetwork(model);
            return network.Label(network.Trace(fingerprint), changes);
        }
    }

    [Fact]
    public void The_study_counts_what_changed_networks_label()
    {
        const int Count = 60;
        (sbyte[] fingerprints, int[] truths) = Noise(Count);
        WidthStudyResult result = new WidthStudy(Model, fingerprints, truths, threads: 2, TestContext.Current.CancellationToken).Run();

        int[][][] traces = [.. Enumerable.Range(0, Count).Select(i =>
            new ReferenceClassifier(Model).Trace(fingerprints.AsSpan(i * 300, 300)).Layers.Select(layer => layer.Values.ToArray())
                .ToArray())];
        Assert.Equal(Count, result.Count);
        Assert.Equal(traces.Zip(truths).Count(pair => LabelOf(pair.First[^1]) == pair.Second), result.Right);
        Assert.Equal(
            Layers.Select((_, layer) => traces.Max(trace => trace[layer + 1].Max(value => LayerChange.BitsOf(value)))),
            result.Values.ObservedBits);
        Assert.All(
            result.Changes,
            change => Assert.Equal(traces.Zip(truths).Count(pair => Simulated(pair.First, change.Change) == pair.Second), change.Right));
        Assert.All(Layers.Index(), layer => Assert.Equal(
            Enumerable.Range(2, result.Values.ObservedBits[layer.Index] - 2).Reverse(),
            result.Changes.Where(change => (change.Change.Layer, change.Change.Kind) == (layer.Index, ChangeKind.Values))
                .Select(change => change.Change.Number)));
        Assert.Equal(
            [(3, 8 + 3), (4, 8 + 4), (8, 12)],
            result.Changes.Where(change => change.Change.Kind == ChangeKind.Shift).GroupBy(change => change.Change.Layer)
                .Select(shifts => (ShiftOf(shifts.Key), ShiftOf(shifts.Key) == 8 ? shifts.Count() : shifts.Count() + 4)));
    }

    private static int ShiftOf(int layer) => ((RequantizationLayer)Layers[layer]).Shift;

    [Fact]
    public void Accumulators_saturate_at_every_addition_in_the_written_order()
    {
        // Frames 10 and -10, weights 5 and 3: 50 - 30 = 20; at 6 bits 31 - 30, at 5 bits 15 - 30. Of -10 and 10 it is -50 + 30, -32 + 30,
        // -16 + 30.
        Assert.Equal([20], Sums(7, 10, -10));
        Assert.Equal([1], Sums(6, 10, -10));
        Assert.Equal([-15], Sums(5, 10, -10));
        Assert.Equal([14], Sums(5, -10, 10));

        int[] Sums(int bits, params int[] input)
        {
            var network = DsCnn.Create(new(1, 2, 1, 1, 1), [new(1, 1, 1, 1, 1)], labelCount: 1, frames: 2, coefficients: 1);
            var model = new KwsModel(network, [[5, 3], [1], [1], [1], [0]]);
            return new Accumulators(model, (AccumulatingLayer)network.Layers[0]).Saturated(input, bits);
        }
    }

    /// <summary>Every kind of layer, padding and strides among them, and biases that saturate before the first product.</summary>
    [Fact]
    public void Saturated_accumulators_are_those_of_a_naive_simulation()
    {
        Network network = DsCnn.Parse("3 5 4 3 2 1 4 3 3 2 1 6 2 3 1 1", 3);
        var random = new Random(5);
        var model = new KwsModel(network, network.Tensors.Select(spec => (ImmutableArray<int>)[.. Enumerable.Range(0, spec.Count)
            .Select(_ => spec.MinValue < -32 ? random.Next(-5000, 5000) : random.Next(-32, 32))]));
        Assert.All(network.Layers.OfType<AccumulatingLayer>(), layer =>
        {
            int[] input = [.. Enumerable.Range(0, layer.Input.Count).Select(_ => random.Next(-300, 300))];
            var accumulators = new Accumulators(model, layer);
            int all = accumulators.Bits(input);
            Assert.Equal(new ReferenceClassifier(model).Run(layer, input), accumulators.Saturated(input, all));
            Assert.All(
                Enumerable.Range(1, all),
                bits => Assert.Equal(SaturatingSums.Of(model, layer, input, bits), accumulators.Saturated(input, bits)));
            Assert.NotEqual(SaturatingSums.Of(model, layer, input, 40), SaturatingSums.Of(model, layer, input, all - 3));
        });
    }

    [Fact]
    public void Sums_wider_than_values_are_counted()
    {
        // 31 x 31 = 961 needs 11 bits, the value 0 needs one.
        var network = DsCnn.Create(new(1, 2, 1, 1, 1), [new(1, 1, 1, 1, 1)], labelCount: 1, frames: 2, coefficients: 1);
        var model = new KwsModel(network, [[31, -31], [1], [1], [1], [0]]);
        WidthStudyResult result = Study(model, [31, 31], truth: 0);
        Assert.Equal((1, 11), (result.Values.ObservedBits[0], result.Sums.ObservedBits[0]));
        Assert.Equal(
            Enumerable.Range(2, 9).Reverse(),
            result.Changes.Where(change => (change.Change.Layer, change.Change.Kind) == (0, ChangeKind.Sums))
                .Select(change => change.Change.Number));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Values_are_saturated_at_1_to_32_bits(int bits, bool isAllowed)
    {
        Assert.Equal(!isAllowed, Record.Exception(() => LayerChange.Saturate(0, bits)) is ArgumentOutOfRangeException);
        Assert.Throws<ArgumentOutOfRangeException>(() => LayerChange.SaturateSums(0, 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => LayerChange.ShiftBy(0, 32));
    }

    [Fact]
    public void Values_of_32_bits_stay_as_they_are()
    {
        var network = DsCnn.Create(new(1, 1, 1, 1, 1), [new(1, 1, 1, 1, 1)], labelCount: 2, frames: 1, coefficients: 1);
        var model = new KwsModel(network, [[1], [1], [1], [1, 1], [int.MinValue, int.MaxValue]]);
        WidthStudyResult result = Study(model, [0], truth: 1);
        Assert.Equal((32, 1, 1), (result.Values.ObservedBits[^1], result.Right, result.Values.Lossless.Right));
    }

    [Fact]
    public void The_least_widths_are_the_last_ones_before_accuracy_is_lost()
    {
        (sbyte[] fingerprints, int[] truths) = Noise(200);
        WidthStudyResult result = new WidthStudy(Model, fingerprints, truths, threads: -1, TestContext.Current.CancellationToken).Run();
        Assert.All(Layers.Index(), layer =>
        {
            Assert.True(Right(layer.Index, result.Values.Lossless.Bits[layer.Index]) >= result.Right);
            Assert.True(Right(layer.Index, result.Values.Lossless.Bits[layer.Index] - 1) < result.Right);
            Assert.True(Right(layer.Index, result.Values.NearlyLossless.Bits[layer.Index]) >= result.Right - 1);
            Assert.True(Right(layer.Index, result.Values.NearlyLossless.Bits[layer.Index] - 1) < result.Right - 1);
        });
        Assert.True(result.Values.Lossless.Right > 0);

        int? Right(int layer, int bits) => bits >= result.Values.ObservedBits[layer]
            ? result.Right
            : result.Changes.Single(change => change.Change == LayerChange.Saturate(layer, bits)).Right;
    }

    [Fact]
    public void Cancelling_stops_it()
    {
        (sbyte[] fingerprints, int[] truths) = Noise(10);
        Assert.ThrowsAny<OperationCanceledException>(
            () => new WidthStudy(Model, fingerprints, truths, -1, new CancellationToken(true)).Run());
    }

    private static WidthStudyResult Study(KwsModel model, sbyte[] fingerprint, int truth)
    {
        int[] truths = [truth];
        return new WidthStudy(model, fingerprint, truths, threads: 1, TestContext.Current.CancellationToken).Run();
    }

    /// <summary>Fingerprints that look a little like speech, with the labels that the model gives most of them.</summary>
    private static (sbyte[] Fingerprints, int[] Truths) Noise(int count)
    {
        var random = new Random(1);
        var reference = new ReferenceClassifier(Model);
        sbyte[] fingerprints =
            [.. Enumerable.Range(0, count * 300).Select(i => (sbyte)(i % 10 == 0 ? random.Next(-32, 32) : random.Next(-6, 7)))];
        int[] truths = [.. Enumerable.Range(0, count).Select(i => i % 10 == 0 ? 0 : reference.Classify(fingerprints.AsSpan(i * 300, 300)))];
        return (fingerprints, truths);
    }

    /// <summary>The label with one layer changed, everything behind it computed anew.</summary>
    private static int Simulated(int[][] trace, LayerChange change)
    {
        var reference = new ReferenceClassifier(Model);
        int[] values = change.Kind switch
        {
            ChangeKind.Shift => [.. trace[change.Layer].Select(value => (int)Math.Floor(value / Math.Pow(2, change.Number)))],
            ChangeKind.Values => [.. trace[change.Layer + 1].Select(value => (int)SaturatingSums.At(change.Number, value))],
            _ => SaturatingSums.Of(Model, (AccumulatingLayer)Layers[change.Layer], trace[change.Layer], change.Number),
        };
        foreach (Layer layer in Layers[(change.Layer + 1)..])
        {
            values = reference.Run(layer, values);
        }

        return LabelOf(values);
    }

    private static int LabelOf(int[] logits) => Array.IndexOf(logits, logits.Max());
}
