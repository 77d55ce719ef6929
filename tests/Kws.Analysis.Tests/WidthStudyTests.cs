using Kws.Analysis.Widths;
using Kws.Model;
using Kws.Reference;

namespace Kws.Analysis.Tests;

public sealed class WidthStudyTests
{
    private static readonly DsCnnModel Model = DsCnnModel.Default;
    private static readonly LayerSpec[] Layers = [.. Model.Topology.Layers];

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
        var topology = new DsCnnTopology(new(1, 1, 1, 1, 1), [new(1, 1, 1, 1, 1)], labelCount: 2, frames: 3, coefficients: 1);
        var model = new DsCnnModel(topology, [[20], [16], [30], [1, -1], [-7, 7]]);
        sbyte[] fingerprint = [31, -5, 4];

        // Convolution 620 -100 80, floors 77 -13 10, depthwise 1232 ..., floor and pool 77, pointwise 2310, floor 9, logits 2 and -2: label 0.
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
            new ReferenceClassifier(Model).Trace(fingerprints.AsSpan(i * 300, 300)).Layers.Select(layer => layer.Values.ToArray()).ToArray())];
        Assert.Equal(Count, result.Count);
        Assert.Equal(traces.Zip(truths).Count(pair => LabelOf(pair.First[^1]) == pair.Second), result.Right);
        Assert.Equal(
            Layers.Select((_, layer) => traces.Max(trace => trace[layer + 1].Max(value => LayerChange.BitsOf(value)))), result.ObservedBits);
        Assert.All(result.Changes, change => Assert.Equal(traces.Zip(truths).Count(pair => Simulated(pair.First, change.Change) == pair.Second), change.Right));
        Assert.All(Layers.Index(), layer => Assert.Equal(
            Enumerable.Range(2, result.ObservedBits[layer.Index] - 2).Reverse().Cast<int?>(),
            result.Changes.Where(change => change.Change.Layer == layer.Index && change.Change.Bits is not null).Select(change => change.Change.Bits)));
        Assert.Equal(
            [(3, 8 + 3), (4, 8 + 4), (8, 12)],
            result.Changes.Where(change => change.Change.Shift is not null).GroupBy(change => change.Change.Layer)
                .Select(shifts => (Layers[shifts.Key].Shift, Layers[shifts.Key].Shift == 8 ? shifts.Count() : shifts.Count() + 4)));
    }

    [Fact]
    public void The_least_widths_are_the_last_ones_before_accuracy_is_lost()
    {
        (sbyte[] fingerprints, int[] truths) = Noise(200);
        WidthStudyResult result = new WidthStudy(Model, fingerprints, truths, threads: -1, TestContext.Current.CancellationToken).Run();
        Assert.All(Layers.Index(), layer =>
        {
            Assert.True(Right(layer.Index, result.Lossless.Bits[layer.Index]) >= result.Right);
            Assert.True(Right(layer.Index, result.Lossless.Bits[layer.Index] - 1) < result.Right);
            Assert.True(Right(layer.Index, result.NearlyLossless.Bits[layer.Index]) >= result.Right - 1);
            Assert.True(Right(layer.Index, result.NearlyLossless.Bits[layer.Index] - 1) < result.Right - 1);
        });
        Assert.True(result.Lossless.Right > 0);

        int? Right(int layer, int bits) => bits >= result.ObservedBits[layer]
            ? result.Right
            : result.Changes.Single(change => change.Change.Layer == layer && change.Change.Bits == bits).Right;
    }

    [Fact]
    public void Cancelling_stops_it()
    {
        (sbyte[] fingerprints, int[] truths) = Noise(10);
        Assert.ThrowsAny<OperationCanceledException>(() => new WidthStudy(Model, fingerprints, truths, -1, new CancellationToken(true)).Run());
    }

    /// <summary>Fingerprints that look a little like speech, with the labels that the model gives most of them.</summary>
    private static (sbyte[] Fingerprints, int[] Truths) Noise(int count)
    {
        var random = new Random(1);
        var reference = new ReferenceClassifier(Model);
        sbyte[] fingerprints = [.. Enumerable.Range(0, count * 300).Select(i => (sbyte)(i % 10 == 0 ? random.Next(-32, 32) : random.Next(-6, 7)))];
        int[] truths = [.. Enumerable.Range(0, count).Select(i => i % 10 == 0 ? 0 : reference.Classify(fingerprints.AsSpan(i * 300, 300)))];
        return (fingerprints, truths);
    }

    /// <summary>The label with one layer changed, everything behind it computed anew.</summary>
    private static int Simulated(int[][] trace, LayerChange change)
    {
        var reference = new ReferenceClassifier(Model);
        long greatest = change.Bits is { } bits ? (1L << (bits - 1)) - 1 : 0;
        int[] values = change.Shift is { } shift
            ? [.. trace[change.Layer].Select(value => (int)Math.Floor(value / Math.Pow(2, shift)))]
            : [.. trace[change.Layer + 1].Select(value => (int)Math.Max(-greatest - 1, Math.Min(greatest, value)))];
        foreach (LayerSpec layer in Layers[(change.Layer + 1)..])
        {
            values = reference.Run(layer, values);
        }

        return LabelOf(values);
    }

    private static int LabelOf(int[] logits) => Array.IndexOf(logits, logits.Max());
}
