using System.Collections.Immutable;
using FsCheck.Xunit;
using Kws.Hardware.Ranges;
using Kws.Hardware.Tests.Support;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Hardware.Tests.Ranges;

/// <summary>The sums and states inside recurrent layers.</summary>
public class RecurrentRangesTests
{
    [Property(MaxTest = 500)]
    public void What_is_seen_inside_is_within_its_bounds(int seed)
    {
        var networks = new RandomNetworks(seed);
        KwsModel model = networks.Model();
        int recurrent = model.Network.Layers.TakeWhile(layer => layer is not RecurrentLayer).Count();
        if (recurrent == model.Network.Layers.Length)
        {
            return;
        }

        var layer = (RecurrentLayer)model.Network.Layers[recurrent];
        LayerRanges[] proofs =
            [Proven(model)[recurrent], ProvenRanges.OfAnyWeights(model.Network, biases: ValueRange.Word)[recurrent]];
        var scan = new RecurrentScan(model, layer);
        var reference = new ReferenceClassifier(model);
        for (int i = 0; i < 8; i++)
        {
            try
            {
                int[] values = [.. networks.Fingerprint(model.Network).Select(value => (int)value)];
                values = model.Network.Layers[..recurrent].Aggregate(values, (input, before) => reference.Run(before, input));
                Assert.Equal(reference.Run(layer, values), scan.Run(values));
            }
            catch (OverflowException)
            {
                return;
            }
        }

        Assert.All(proofs, proof => Assert.All(proof.Inside.Zip(scan.Seen.ToArray()), pair => Assert.True(
            pair.First.Range.Contains(pair.Second!.Value), $"{layer.Name}: {pair.First.Name} is {pair.Second}, not {pair.First.Range}")));
    }

    /// <summary>All weights, inputs and outputs at an end of their ranges reach the bounds of the products.</summary>
    [Fact]
    public void The_bounds_of_a_small_layer_computed_by_hand()
    {
        // Two units; each gate has the weights 3 -5 and 7 2, and peepholes 4 -6, 3 -5 and 2 -7 for i, f and o. Inputs are from -128 to 127.
        var input = new TensorShape(3, 1, 8);
        var layer = new LstmLayer("lstm", input, 2, "w", 1, 9, new LstmPeepholes("p", 3));
        var model = new KwsModel(
            new Network(input, [layer], inputBits: 8),
            [[.. Enumerable.Repeat((int[])[3, -5, 7, 2], 4).SelectMany(row => row)], [4, -6, 3, -5, 2, -7]]);
        var inside = Proven(model)[0].Inside.ToDictionary(range => range.Name, range => range.Range);

        // 3 x -128 + -5 x 127, 3 x 127 + -5 x -128; 9 x -128, 9 x 127.
        Assert.Equal(new ValueRange(-9 * 128, 1143), inside["j products"]);
        Assert.Equal(new ValueRange((-128 * 4) - (9 * 128 * 2), (127 * 4) + (1143 * 2)), inside["j sum"]);

        // A frame adds at most 1 to the cell state, 512 at 9 bits behind the point.
        Assert.Equal(new ValueRange(-1536, 1536), inside["cell state"]);
        Assert.Equal(inside["j sum"] + new ValueRange(-6 * 1536 * 8, 6 * 1536 * 8), inside["i sum"]);
        Assert.Equal(inside["j sum"] + new ValueRange(-5 * 1536 * 8, 5 * 1536 * 8), inside["f sum"]);
        Assert.Equal(inside["j sum"] + new ValueRange(-7 * 1536 * 8, 7 * 1536 * 8), inside["o sum"]);
        Assert.Equal(
            ["i products", "i sum", "j products", "j sum", "f products", "f sum", "o products", "o sum", "cell state"],
            Proven(model)[0].Inside.Select(range => range.Name));
    }

    /// <summary>One unit each; a part of a sum may be missing until it comes, so that all bounds hold 0.</summary>
    [Fact]
    public void The_bounds_of_gated_units_and_of_a_projection_computed_by_hand()
    {
        var gru = new GruLayer("gru", new TensorShape(2, 1, 3), 1, "w", 2);
        Assert.Equal(
            ["r products [-384, 381]", "r sum [-1792, 1778]", "u products [-635, 640]", "u sum [-2796, 2814]", "n products [-896, 889]",
                "n sum [-3840, 3810]", "state [-32768, 32767]"],
            Inside(gru, [3, -5, 7]));

        // The sum begins with 2^5 / 2: 16 + 6 x -128, 16 + 6 x 127; that of the other output, -4 times the unit, is within.
        var lstm = new LstmLayer("lstm", new TensorShape(40, 1, 4), 0, "w", 0, 13, projection: new LstmProjection("p", 2, 5));
        string[] inside = Inside(lstm, [0, 0, 0, 0, 0, 0, 0, 0], [6, -4]);
        Assert.Equal(["cell state [-32768, 32767]", "projection sum [-752, 778]"], inside[^2..]);

        static string[] Inside(RecurrentLayer layer, params ImmutableArray<int>[] tensors)
        {
            LayerRanges ranges = Proven(new KwsModel(new Network(layer.Input, [layer], inputBits: 8), tensors))[0];
            Assert.All(ranges.Channels, channel => Assert.Equal(new ValueRange(-128, 127), channel.Output));
            return [.. ranges.Inside.Select(range => $"{range.Name} {range.Range}")];
        }
    }

    [Fact]
    public void No_sum_exceeds_the_bound_from_which_kernels_choose_their_width()
    {
        KwsModel model = RecurrentModels.Small();
        ImmutableArray<LayerRanges> proven = Proven(model);
        foreach ((int index, LayerRanges layer) in proven.Index().Where(one => one.Item.Layer is RecurrentLayer))
        {
            Int128 most = RecurrentBounds.LargestSum((RecurrentLayer)layer.Layer, model, proven[index - 1][Quantity.Output]!.Value);
            ValueRange all = ValueRange.Union(
                layer.Inside.Where(range => range.Name.EndsWith(" sum", StringComparison.Ordinal)).Select(range => range.Range));
            Assert.InRange(Math.Max(-all.Least, all.Greatest), (long)(most / 8), (long)most);
        }
    }

    [Fact]
    public void A_report_has_the_inside_of_every_recurrent_layer_and_finds_a_bound_that_is_too_narrow()
    {
        RangeReport report = Reports.Of(RecurrentModels.Small(), seed: 1, count: 200);
        Assert.Empty(report.Violations());
        int[] recurrent = [.. report.Proven.Index().Where(one => one.Item.Layer is RecurrentLayer).Select(one => one.Index)];
        Assert.Equal([2, 5], recurrent);
        Assert.All(report.Proven.Index(), one => Assert.Equal(recurrent.Contains(one.Index), !one.Item.Inside.IsEmpty));

        InsideRange cell = report.Observed!.Layers[2].Ranges.Inside.Single(range => range.Name == "cell state");
        LayerRanges narrow = report.Proven[2] with
        {
            Inside = [.. report.Proven[2].Inside.Select(range =>
                range.Name == cell.Name ? range with { Range = new(cell.Range.Least, cell.Range.Greatest - 1) } : range)],
        };
        Assert.Equal(
            $"lstm: cell state observed in {cell.Range}, proven [{cell.Range.Least}, {cell.Range.Greatest - 1}]",
            Assert.Single((report with { Proven = report.Proven.SetItem(2, narrow) }).Violations()));
    }

    [Fact]
    public void The_last_frame_has_slopes()
    {
        var last = new LastFrameLayer("last", new TensorShape(3, 1, 2));
        var model = new KwsModel(new Network(last.Input, [last]), []);
        Assert.Equal([0, 0, 0, 0, 0, 1], new Slopes(model).Of([[1, 2, 3, 4, 5, 6], [5, 6]], 0, 1));
    }

    private static ImmutableArray<LayerRanges> Proven(KwsModel model) => ProvenRanges.Of(model, TestContext.Current.CancellationToken);
}
