using System.Collections.Immutable;
using Kws.Hardware.Ranges;
using Kws.Hardware.Tests.Support;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Ranges;

public class SlopeSearchTests
{
    private static readonly Quantity[] Searched = [Quantity.Input, Quantity.Product, Quantity.Sum, Quantity.Output];

    [Fact]
    public void Any_network_has_witnesses_that_attain_what_they_claim()
    {
        int layers = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            KwsModel model = new RandomNetworks(seed).Model();
            RangeReport report = Search(model);
            Assert.Empty(report.Violations());
            var searched = report.Witnesses.Select(witness => witness.Layer).ToHashSet();
            foreach ((int index, LayerRanges layer) in report.Proven.Index().Where(layer => searched.Contains(layer.Index)))
            {
                layers++;
                foreach (int channel in Enumerable.Range(0, layer.Channels.Length))
                {
                    Assert.All(Searched.Where(quantity => layer.Channels[channel][quantity] is not null), quantity => Assert.True(
                        report.WitnessOf(index, channel, quantity, isGreatest: true)!.Value
                            >= report.WitnessOf(index, channel, quantity, isGreatest: false)!.Value));
                }
            }
        }

        Assert.True(layers > 100, $"{layers} layers with witnesses");
    }

    /// <summary>Without requantisations and pools a network is linear, and its extremes are those of each value by itself.</summary>
    [Fact]
    public void The_extremes_of_a_linear_network_are_found()
    {
        var options = new FamilyOptions { Frames = 2, Coefficients = 3, LabelCount = 4, InputBits = 4 };
        var random = new Random(5);
        var network = new Network(
            new TensorShape(2, 3, 1),
            [new FullyConnectedLayer("a", new TensorShape(2, 3, 1), 5, "a/weights"),
                new FullyConnectedLayer("b", new TensorShape(1, 1, 5), options.LabelCount, "b/weights", "b/biases")],
            options.InputBits);
        for (int n = 0; n < 20; n++)
        {
            KwsModel model = Models.Random(network, random);
            RangeReport report = Search(model);
            int[] zero = new ReferenceClassifier(model).Infer(new sbyte[6]);
            for (int label = 0; label < options.LabelCount; label++)
            {
                long[] slopes = [.. Enumerable.Range(0, 6).Select(i =>
                {
                    var one = new sbyte[6];
                    one[i] = 1;
                    return (long)new ReferenceClassifier(model).Infer(one)[label] - zero[label];
                })];
                Assert.Equal(
                    zero[label] + slopes.Sum(slope => Math.Max(-8 * slope, 7 * slope)),
                    report.WitnessOf(1, label, Quantity.Output, isGreatest: true)!.Value);
                Assert.Equal(
                    zero[label] + slopes.Sum(slope => Math.Min(-8 * slope, 7 * slope)),
                    report.WitnessOf(1, label, Quantity.Output, isGreatest: false)!.Value);
            }
        }
    }

    [Fact]
    public void The_first_sums_of_a_padded_convolution_are_exact()
    {
        Network network = Cnn.Parse("4 3 3 2 2 5 3 3 1 1 6 7", new FamilyOptions { Frames = 9, Coefficients = 8, LabelCount = 3 });
        RangeReport report = Search(Models.Random(network, new Random(3)));
        Assert.Equal(0, report.Open(0, Quantity.Output));
        Assert.Empty(report.Violations());
    }

    [Fact]
    public void Slopes_are_the_differences_of_a_network_without_floor_divisions()
    {
        int networks = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            KwsModel model = new RandomNetworks(seed).Model();
            Network network = model.Network;
            if (network.Layers.Any(layer => layer is not AccumulatingLayer))
            {
                continue;
            }

            networks++;
            var random = new Random(seed);
            var fingerprint = new sbyte[network.Input.Count];
            random.NextBytes((byte[])(object)fingerprint);
            fingerprint = Array.ConvertAll(fingerprint, value => (sbyte)(value >> (9 - network.InputBits)));
            List<int[]> values = ValuesOf(model, fingerprint);
            double[] slopes = new Slopes(model).Of(values, network.Layers.Length - 1, 0);
            Assert.All(Enumerable.Range(0, fingerprint.Length), i =>
            {
                sbyte[] moved = [.. fingerprint];
                moved[i]++;
                Assert.Equal((double)ValuesOf(model, moved)[^1][0] - values[^1][0], slopes[i]);
            });
        }

        Assert.True(networks > 20, $"{networks} networks");
    }

    [Fact]
    public void Pools_and_requantisations_have_slopes_too()
    {
        var input = new TensorShape(1, 4, 1);
        var window = new Window(1, 2, 1, 2, Padding.Valid);
        var max = new MaxPoolLayer("max", input, window);
        var average = new AveragePoolLayer("average", max.Output, leftShift: 3);
        var narrow = new RequantizationLayer("narrow", average.Output, 2, saturationBits: 6);
        var model = new KwsModel(new Network(input, [max, average, narrow]), []);
        var slopes = new Slopes(model);

        // (max(3, 7) + max(9, 1)) * 8 / 2 / 4
        Assert.Equal([0, 1, 1, 0], slopes.Of(ValuesOf(model, [3, 7, 9, 1]), 2, 0));
        Assert.Equal([1, 0, 0, 1], slopes.Of(ValuesOf(model, [8, 7, 1, 9]), 2, 0));

        // 60 * 8 / 2 / 4 = 60 saturates at 31.
        Assert.Equal([0, 0, 0, 0], slopes.Of(ValuesOf(model, [30, 7, 30, 9]), 2, 0));
    }

    private static List<int[]> ValuesOf(KwsModel model, sbyte[] fingerprint) =>
        [.. new ReferenceClassifier(model).Trace(fingerprint).Layers.Select(layer => layer.Values.ToArray())];

    private static RangeReport Search(KwsModel model)
    {
        ImmutableArray<LayerRanges> proven = ProvenRanges.Of(model, TestContext.Current.CancellationToken);
        return new RangeReport(
            model, proven, proven, null, WitnessSearch.Run(model, proven, [], TestContext.Current.CancellationToken));
    }
}
