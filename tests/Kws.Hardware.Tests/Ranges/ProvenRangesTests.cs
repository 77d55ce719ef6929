using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Kws.Hardware.Ranges;
using Kws.Hardware.Tests.Support;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Ranges;

public sealed class ProvenRangesTests
{
    /// <summary>
    /// Six values, only few of which have a weight: all combinations of their extremes and of some values between can be tried.
    /// </summary>
    private static readonly Network Small =
        DsCnn.Create(new(2, 2, 1, 1, 1), [new(2, 3, 1, 1, 1)], labelCount: 2, frames: 4, coefficients: 1);

    public static TheoryData<string> Topologies { get; } =
        ["2 48 4 4 2 2 16 3 3 1 1", "2 5 10 4 2 2 7 3 3 2 2", "3 5 4 4 2 2 7 3 3 1 1 6 3 3 2 2", "2 3 1 1 1 1 2 5 5 3 3"];

    /// <summary>Every one of 64^4 fingerprints would take long; with weights on two neighbours alone 64^2 are all that differ.</summary>
    [Fact]
    public void Bounds_hold_for_every_input_of_a_small_model_and_those_of_the_convolution_are_attained()
    {
        var random = new Random(5);
        for (int n = 0; n < 8; n++)
        {
            KwsModel model = Models.Random(Small, random);
            ImmutableArray<LayerRanges> proven = ProvenRanges.Of(model, TestContext.Current.CancellationToken);
            var seen = new ValueRange?[proven.Length][];
            for (int i = 0; i < seen.Length; i++)
            {
                seen[i] = new ValueRange?[proven[i].Layer.Output.Channels];
            }

            // All extremes and every residue modulo the divisor 8 of each of the four values.
            int[] alphabet = [-32, -31, -29, -26, -12, -3, 0, 5, 14, 25, 28, 30, 31];
            var reference = new ReferenceClassifier(model);
            for (int code = 0; code < 13 * 13 * 13 * 13; code++)
            {
                sbyte[] fingerprint =
                    [.. new[] { code % 13, code / 13 % 13, code / 169 % 13, code / 2197 }.Select(i => (sbyte)alphabet[i])];
                InferenceTrace trace = reference.Trace(fingerprint);
                for (int i = 0; i < seen.Length; i++)
                {
                    ImmutableArray<int> values = trace.Layers[i + 1].Values;
                    for (int v = 0; v < values.Length; v++)
                    {
                        ref ValueRange? range = ref seen[i][v % seen[i].Length];
                        range = range?.Union(ValueRange.Of(values[v])) ?? ValueRange.Of(values[v]);
                    }
                }
            }

            for (int i = 0; i < seen.Length; i++)
            {
                Assert.All(proven[i].Channels.Zip(seen[i]), pair => Assert.True(
                    pair.First.Output.Contains(pair.Second!.Value),
                    $"{proven[i].Layer.Name}: {pair.Second} is not in {pair.First.Output}"));
            }

            Assert.Equal(seen[0], proven[0].Channels.Select(channel => (ValueRange?)channel.Output));
            Assert.All(proven[2].Channels.Zip(seen[2]), pair =>
            {
                // Linear bounds are off by what remainders can add, no more: 7 x 3 x 32 / 8.
                Assert.InRange(pair.First.Output.Greatest - pair.Second!.Value.Greatest, 0, 84);
                Assert.InRange(pair.Second!.Value.Least - pair.First.Output.Least, 0, 84);
            });
        }
    }

    /// <summary>
    /// Models with a value a frame and three channels: all 64^3 inputs of three frames, each unlike the others, and of six frames, two of
    /// which are alike, all combinations of extremes and of two values between.
    /// </summary>
    [Theory]
    [InlineData(3, 64)]
    [InlineData(6, 4)]
    public void Bounds_hold_for_all_inputs_of_a_small_model_and_all_sums_of_its_pool(int frames, int values)
    {
        var network = DsCnn.Create(new(3, 1, 1, 1, 1), [new(2, 3, 1, 1, 1)], labelCount: 2, frames: frames, coefficients: 1);
        var random = new Random(6);
        int narrower = 0;
        for (int n = 0; n < 10; n++)
        {
            KwsModel model = Models.Random(network, random);
            ImmutableArray<LayerRanges> proven = ProvenRanges.Of(model, TestContext.Current.CancellationToken);
            (ValueRange[] pointwise, ValueRange[] logits) = AllSums(model, values);
            foreach ((LayerRanges layer, ValueRange[] attained) in new[] { (proven[5], pointwise), (proven[7], logits) })
            {
                TapRanges[] taps = [.. layer.Channels.SelectMany(channel => channel.Taps)];
                Assert.All(taps.Zip(attained), pair => Assert.True(
                    pair.First.Sum.Contains(pair.Second), $"model {n}, {layer.Layer.Name}: {pair.Second} is not in {pair.First.Sum}"));
                Assert.All(layer.Channels, channel => Assert.True(channel.Taps[^1].Sum.Contains(channel.Output)));
            }

            narrower += proven.Zip(ProvenRanges.IntervalsOf(model)).Count(pair => pair.First.Layer is AccumulatingLayer
                && pair.First[Quantity.Output]!.Value.Greatest < pair.Second[Quantity.Output]!.Value.Greatest);
        }

        Assert.InRange(narrower, 10, 40);
    }

    [Theory]
    [MemberData(nameof(Topologies))]
    public void No_value_product_or_partial_sum_of_random_models_exceeds_its_bound(string modelSizeInfo)
    {
        Network network = DsCnn.Parse(modelSizeInfo);
        // The bounds of random models of the default topology take half a minute each.
        int models = network == DsCnn.Default ? 2 : 12;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(models).WithQuietOnSuccess(true), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            (KwsModel model, string kind) = RandomCases.Model(network, seed & 3, seed);
            RangeReport report = Reports.Of(model, seed, count: 16);
            string[] violations = [.. report.Violations()];
            return violations.Length == 0 ? true : throw new InvalidOperationException($"{kind}: {violations[0]}");
        }));
    }

    /// <summary>
    /// The ranges of all partial sums of the pointwise convolution and of the logits, over all inputs of evenly spread values, by
    /// arithmetic of its own.
    /// </summary>
    private static (ValueRange[] Pointwise, ValueRange[] Logits) AllSums(KwsModel model, int values)
    {
        int[][] w = [.. model.Network.Tensors.Select(spec => model[spec].ToArray())];
        var pointwise = new Extremes(6);
        var logits = new Extremes(4);
        int frames = model.Network.Input.Time;
        for (int code = 0; code < Math.Pow(values, frames); code++)
        {
            int rest = code;
            var x = new int[frames];
            for (int t = 0; t < frames; t++)
            {
                x[t] = -32 + (rest % values * 63 / (values - 1));
                rest /= values;
            }

            var pool = new int[3];
            for (int c = 0; c < 3; c++)
            {
                int At(int t) => (uint)t >= frames ? 0 : (w[0][c] * x[t]) >> 3;
                pool[c] =
                    Enumerable.Range(0, frames).Max(t => (w[1][c] * At(t - 1)) + (w[1][3 + c] * At(t)) + (w[1][6 + c] * At(t + 1))) >> 4;
            }

            var mixed = new int[2];
            for (int i = 0; i < 6; i++)
            {
                pointwise.Include(i, mixed[i / 3] += w[2][i] * pool[i % 3]);
            }

            for (int label = 0; label < 2; label++)
            {
                int sum = w[4][label];
                for (int o = 0; o < 2; o++)
                {
                    logits.Include((2 * label) + o, sum += w[3][(2 * label) + o] * (mixed[o] >> 8));
                }
            }
        }

        return ([.. Enumerable.Range(0, 6).Select(i => pointwise[i])], [.. Enumerable.Range(0, 4).Select(i => logits[i])]);
    }

    [Fact]
    public void The_pool_is_bounded_from_below_by_an_average_of_positions()
    {
        // One position of two is the negative of the other: the greater of both is never below zero, but for remainders.
        var network = DsCnn.Create(new(1, 1, 1, 1, 1), [new(1, 3, 1, 1, 1)], labelCount: 1, frames: 2, coefficients: 1);
        var model = new KwsModel(network, [[8], [-16, 16, -16], [1], [1], [0]]);
        ValueRange pool = ProvenRanges.Of(model, TestContext.Current.CancellationToken)[4].Channels[0].Output;
        Assert.Equal(new ValueRange(0, 63), pool);
    }
}
