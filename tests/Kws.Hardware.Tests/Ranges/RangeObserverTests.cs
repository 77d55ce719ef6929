using System.Collections.Immutable;
using Kws.Hardware.Ranges;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Ranges;

public sealed class RangeObserverTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Vector_code_sees_what_the_reference_computes(int kind)
    {
        (KwsModel model, _) = RandomCases.Model(DsCnn.Default, kind, seed: 7);
        sbyte[][] fingerprints = Fingerprints(40);
        var observer = new RangeObserver(model);
        observer.Add(fingerprints.Chunk(16).Select(block => block.SelectMany(values => values).ToArray()), Cancellation);
        ObservedRanges observed = observer.Result(ProvenRanges.IntervalsOf(model), Cancellation)!;

        Assert.True(observer.IsFast);
        Assert.Equal((40, 40, 40), (observed.Count, observed.LayerCount, observed.SampleCount));
        InferenceTrace[] traces = [.. fingerprints.Select(values => new ReferenceClassifier(model).Trace(values))];
        for (int layer = 0; layer < observed.Layers.Length; layer++)
        {
            ImmutableArray<ChannelRanges> channels = observed.Layers[layer].Ranges.Channels;
            for (int channel = 0; channel < channels.Length; channel++)
            {
                int[] values =
                    [.. traces.SelectMany(trace => trace.Layers[layer + 1].Values.Where((_, i) => i % channels.Length == channel))];
                Assert.Equal(new ValueRange(values.Min(), values.Max()), channels[channel].Output);
            }

            int[] all = [.. traces.SelectMany(trace => trace.Layers[layer + 1].Values).Order()];
            Histogram counts = observed.Layers[layer].Outputs;
            Assert.Equal(all.Length, counts.Total);
            Assert.InRange(counts.Percentile(0.5) - all[((all.Length + 1) / 2) - 1], 0, counts.Width - 1);
        }
    }

    [Fact]
    public void Products_and_partial_sums_computed_by_hand()
    {
        // One frame of two coefficients, so that the convolution has one output and the depthwise kernel one tap inside.
        var network = DsCnn.Create(new(1, 1, 2, 1, 1), [new(1, 3, 3, 1, 1)], labelCount: 1, frames: 1, coefficients: 2);
        var model = new KwsModel(network, [[3, -5], [1, 2, 3, 4, -7, 6, 7, 8, 9], [2], [-1], [100]]);
        var observer = new RangeObserver(model);
        observer.Add([[10, 4], [-1, 2]], Cancellation);
        ObservedRanges observed = observer.Result(ProvenRanges.Of(model, Cancellation), Cancellation)!;

        // 30 - 20 = 10, floor(10 / 8) = 1, -7; -3 - 10 = -13, floor(-13 / 8) = -2, 14.
        Assert.False(observer.IsFast);
        Assert.Equal(new ValueRange(-20, 30), observed.Layers[0].Ranges[Quantity.Product]);
        Assert.Equal([new ValueRange(-3, 30), new ValueRange(-13, 10)], observed.Layers[0].Ranges.Channels[0].Taps.Select(tap => tap.Sum));
        TapRanges tap = Assert.Single(observed.Layers[2].Ranges.Channels[0].Taps);
        Assert.Equal(new TapRanges(4, new(-2, 1), new(-7, -7), new(-7, 14), new(-7, 14)), tap);
        Assert.Equal([(-13L, 1L), (10, 1)], observed.Layers[0].Outputs.Bins);
        Assert.Equal(-13, observed.Layers[0].Outputs.Percentile(0.5));
        Assert.Equal(10, observed.Layers[0].Outputs.Percentile(0.51));
    }

    [Fact]
    public void Without_fingerprints_nothing_was_seen() =>
        Assert.Null(new RangeObserver(KwsModel.Default).Result(ProvenRanges.IntervalsOf(KwsModel.Default), Cancellation));

    /// <summary>At most 1024 are kept: every second of 2000, every fourth of 4000.</summary>
    [Theory]
    [InlineData(10, 1)]
    [InlineData(20, 2)]
    [InlineData(40, 4)]
    public void The_sample_is_spread_evenly_whatever_the_order_of_blocks(int blocks, int stride)
    {
        sbyte[][] values = [.. Enumerable.Range(0, 100 * blocks).Select(i => (sbyte)(i % 63)).Chunk(100)];
        var forward = new Sample();
        var backward = new Sample();
        for (int i = 0; i < blocks; i++)
        {
            forward.Offer(i * 100, values[i], 1);
            backward.Offer((blocks - 1 - i) * 100, values[blocks - 1 - i], 1);
        }

        Assert.Equal(
            Enumerable.Range(0, 100 * blocks / stride).Select(i => (sbyte)(stride * i % 63)), forward.Fingerprints.Select(kept => kept[0]));
        Assert.Equal(forward.Fingerprints, backward.Fingerprints);
    }

    private static sbyte[][] Fingerprints(int count)
    {
        var random = new RandomStream(3, 0);
        var values = new sbyte[count * 300];
        RandomCases.Fill(values, DsCnn.Default, ref random);
        return values.Chunk(300).ToArray();
    }
}
