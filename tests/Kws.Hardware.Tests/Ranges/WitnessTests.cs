using System.Collections.Immutable;
using Kws.Hardware.Ranges;
using Kws.Hardware.Tests.Support;
using Kws.Model;

namespace Kws.Hardware.Tests.Ranges;

public sealed class WitnessTests
{
    /// <summary>The search takes seconds, so that all tests share one.</summary>
    private static readonly Lazy<RangeReport> Default = new(() => Search(Reports.Of(KwsModel.Default, seed: 1, count: 64)));

    [Fact]
    public void Every_witness_of_the_default_model_attains_what_it_claims() => Assert.Empty(Default.Value.Violations());

    [Fact]
    public void Every_quantity_of_every_channel_has_both_witnesses()
    {
        RangeReport report = Default.Value;
        for (int layer = 0; layer < report.Proven.Length; layer++)
        {
            for (int channel = 0; channel < report.Proven[layer].Channels.Length; channel++)
            {
                Assert.All(Enum.GetValues<Quantity>().Where(q => q != Quantity.Weight && report.Proven[layer][q] is not null), quantity =>
                {
                    long greatest = report.WitnessOf(layer, channel, quantity, isGreatest: true)!.Value;
                    Assert.InRange(report.WitnessOf(layer, channel, quantity, isGreatest: false)!.Value, long.MinValue, greatest);
                });
            }
        }
    }

    [Fact]
    public void Convolution_is_exact_and_depthwise_convolution_within_one_percent_in_every_channel()
    {
        RangeReport report = Default.Value;
        Assert.Equal(0, report.Open(0, Quantity.Sum));
        Assert.Equal(0, report.Open(1, Quantity.Output));
        Assert.Equal(0, report.Open(2, Quantity.Product));
        Assert.InRange(report.Open(2, Quantity.Output)!.Value, 0, 0.01);
        Assert.InRange(report.Open(2, Quantity.Sum)!.Value, 0, 0.01);
    }

    /// <summary>The figures of docs/explain/ranges.md.</summary>
    [Fact]
    public void Bits_of_the_default_model()
    {
        ImmutableArray<LayerRanges> proven = Default.Value.Proven;
        Assert.Equal([14, 11, 17, 13, 13, 21, 13, 19], proven.Select(layer => layer[Quantity.Output]!.Value.Bits));
        Assert.Equal(
            [14, 17, 21, 19], proven.Where(layer => layer.Layer is AccumulatingLayer).Select(layer => layer[Quantity.Sum]!.Value.Bits));
    }

    [Fact]
    public void The_pool_is_within_three_percent_and_what_follows_within_seventy()
    {
        Assert.InRange(Default.Value.Open(4, Quantity.Output)!.Value, 0, 0.03);
        Assert.InRange(Default.Value.Open(5, Quantity.Output)!.Value, 0, 0.7);
        Assert.InRange(Default.Value.Open(7, Quantity.Output)!.Value, 0, 0.7);
    }

    [Fact]
    public void A_search_beats_what_was_seen_on_random_fingerprints()
    {
        RangeReport report = Default.Value;
        Assert.All(Enumerable.Range(0, report.Proven.Length), layer =>
            Assert.True(
                report.Witnessed(layer, Quantity.Output)!.Value.Contains(report.Observed!.Layers[layer].Ranges[Quantity.Output]!.Value)));
    }

    [Theory]
    [InlineData("2 5 10 4 2 2 7 3 3 2 2")]
    [InlineData("3 5 4 4 2 2 7 3 3 1 1 6 3 3 2 2")]
    [InlineData("2 3 1 1 1 1 2 5 5 3 3")]
    public void Other_topologies_have_witnesses_of_every_layer(string modelSizeInfo)
    {
        var random = new Random(9);
        for (int n = 0; n < 5; n++)
        {
            RangeReport report = Search(Reports.Of(Models.Random(DsCnn.Parse(modelSizeInfo), random), n, count: 1));
            Assert.Empty(report.Violations());
            Assert.Equal(Enumerable.Range(0, report.Proven.Length), report.Witnesses.Select(w => w.Layer).Distinct().Order());
            Assert.Equal(0, report.Open(0, Quantity.Output));
            Assert.InRange(report.Open(2, Quantity.Output)!.Value, 0, 0.1);
        }
    }

    /// <summary>Four values that matter, 64 each: all 4096 patches of two neighbours, and of two channels, are tried.</summary>
    [Fact]
    public void The_search_finds_the_best_patch_of_a_small_model()
    {
        var network = DsCnn.Create(new(1, 1, 1, 1, 1), [new(1, 3, 1, 1, 1)], labelCount: 1, frames: 2, coefficients: 1);
        var random = new Random(2);
        for (int n = 0; n < 20; n++)
        {
            KwsModel model = Models.Random(network, random);
            (int c, int left, int middle, int right) =
                (model[network.Tensors[0]][0], model[network.Tensors[1]][0], model[network.Tensors[1]][1], model[network.Tensors[1]][2]);
            var all = from a in Enumerable.Range(-32, 64)
                      from b in Enumerable.Range(-32, 64)
                      from sum in new[] { (middle * (a * c >> 3)) + (right * (b * c >> 3)),
                          (left * (a * c >> 3)) + (middle * (b * c >> 3)) }
                      select sum;
            RangeReport report = Search(Reports.Of(model, n, count: 1));
            var kinds = all.ToArray();
            Assert.InRange(report.WitnessOf(2, 0, Quantity.Output, isGreatest: true)!.Value, kinds.Max() - 31, kinds.Max());
            Assert.InRange(report.WitnessOf(2, 0, Quantity.Output, isGreatest: false)!.Value, kinds.Min(), kinds.Min() + 31);
            Assert.InRange(report.Proven[2].Channels[0].Output.Greatest, kinds.Max(), long.MaxValue);
            Assert.InRange(report.Proven[2].Channels[0].Output.Least, long.MinValue, kinds.Min());
        }
    }

    [Fact]
    public void A_witness_that_claims_too_much_is_found_out()
    {
        RangeReport report = Default.Value;
        foreach (Quantity quantity in (Quantity[])[Quantity.Input, Quantity.Product, Quantity.Sum, Quantity.Output])
        {
            Witness witness = report.WitnessOf(5, 3, quantity, isGreatest: true)!;
            string violation =
                Assert.Single((report with { Witnesses = [witness with { Value = witness.Value + 1 }], Observed = null }).Violations());
            Assert.Equal(
                $"conv_ds_1/pw_conv, channel 3: witness of {quantity.Name()} claims {witness.Value + 1}, the reference gives "
                    + $"{witness.Value}", violation);
        }
    }

    [Fact]
    public void A_bound_that_is_one_too_small_is_found_out()
    {
        RangeReport report = Default.Value;
        LayerRanges layer = report.Proven[0];
        ChannelRanges channel = layer.Channels[7];
        ChannelRanges wrong = channel with { Output = channel.Output with { Greatest = channel.Output.Greatest - 1 } };
        RangeReport planted =
            report with { Proven = report.Proven.SetItem(0, layer with { Channels = layer.Channels.SetItem(7, wrong) }), Observed = null };
        Assert.Equal(
            [$"conv_1, channel 7: witness of value is {channel.Output.Greatest}, proven {wrong.Output}"], planted.Violations());
    }

    [Fact]
    public void An_observed_value_outside_its_bound_is_found_out()
    {
        RangeReport report = Default.Value with { Witnesses = [] };
        LayerRanges layer = report.Proven[2];
        ValueRange seen = report.Observed!.Layers[2].Ranges.Channels[7].Taps[0].Sum;
        ChannelRanges channel = layer.Channels[7];
        ChannelRanges wrong =
            channel with { Taps = channel.Taps.SetItem(0, channel.Taps[0] with { Sum = seen with { Least = seen.Least + 1 } }) };
        RangeReport planted = report with { Proven = report.Proven.SetItem(2, layer with { Channels = layer.Channels.SetItem(7, wrong) }) };
        Assert.Equal(
            [$"conv_ds_1/dw_conv, channel 7: sum after product 0 observed in {seen}, proven {wrong.Taps[0].Sum}"], planted.Violations());
    }

    /// <summary>One bound after the other is what half of the observed values obey.</summary>
    [Theory]
    [InlineData(Quantity.Input)]
    [InlineData(Quantity.Weight)]
    [InlineData(Quantity.Product)]
    [InlineData(Quantity.Sum)]
    [InlineData(Quantity.Output)]
    public void An_observed_quantity_outside_its_bound_is_found_out(Quantity quantity)
    {
        RangeReport report = Default.Value with { Witnesses = [] };
        LayerRanges layer = report.Proven[2];
        ChannelRanges channel = layer.Channels[7];
        ValueRange seen = report.Observed!.Layers[2].Ranges.Channels[7][quantity]!.Value;
        var narrow = ValueRange.Of(seen.Least);
        ChannelRanges wrong = quantity == Quantity.Output ? channel with { Output = narrow } : channel with
        {
            Output = quantity == Quantity.Sum ? narrow : channel.Output,
            Taps = [.. channel.Taps.Select(tap => quantity switch
            {
                Quantity.Input => tap with { Input = narrow },
                Quantity.Weight => tap with { Weight = narrow },
                Quantity.Product => tap with { Product = narrow },
                _ => tap with { Sum = narrow },
            })],
        };
        RangeReport planted = report with { Proven = report.Proven.SetItem(2, layer with { Channels = layer.Channels.SetItem(7, wrong) }) };
        Assert.Contains(
            $"conv_ds_1/dw_conv, channel 7: {quantity.Name()} observed in {seen}, proven {wrong[quantity]}", planted.Violations());
    }

    [Fact]
    public void A_wrong_bound_of_one_partial_sum_is_found_out_by_its_witness()
    {
        RangeReport report = Default.Value;
        Witness witness = report.Witnesses.First(w => w is { Layer: 2, Quantity: Quantity.Sum, IsGreatest: true });
        LayerRanges layer = report.Proven[2];
        ChannelRanges channel = layer.Channels[witness.Channel];
        int at = Enumerable.Range(0, channel.Taps.Length).Single(i => channel.Taps[i].Index == witness.Tap);

        // The other sums of the channel still reach as far.
        ValueRange low = channel.Taps[at].Sum with { Greatest = witness.Value - 1 };
        ChannelRanges wrong = channel with { Taps = channel.Taps.SetItem(at, channel.Taps[at] with { Sum = low }) };
        RangeReport planted = report with
        {
            Proven = report.Proven.SetItem(2, layer with { Channels = layer.Channels.SetItem(witness.Channel, wrong) }),
            Witnesses = [witness],
            Observed = null,
        };
        Assert.Equal(
            [$"conv_ds_1/dw_conv, channel {witness.Channel}: witness of sum is {witness.Value}, proven {low}"], planted.Violations());
    }

    private static RangeReport Search(RangeReport report) => report with
    {
        Witnesses = WitnessSearch.Run(report.Model, report.Proven, [], TestContext.Current.CancellationToken),
    };
}
