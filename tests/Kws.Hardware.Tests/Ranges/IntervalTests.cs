using System.Collections.Immutable;
using FsCheck.Xunit;
using Kws.Hardware.Ranges;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Ranges;

/// <summary>Intervals are no wider than they must be: values at the ends of the layer before attain them.</summary>
public class IntervalTests
{
    /// <summary>The table of the specification: docs/explain/numerics.md.</summary>
    [Fact]
    public void Any_weights_give_the_table_of_the_specification()
    {
        ImmutableArray<LayerRanges> ranges = ProvenRanges.OfAnyWeights(DsCnn.Default, biases: ValueRange.Of(0));
        (long, long, int)[] expected =
        [
            (-15_872, 16_384, 16), (-1_984, 2_048, 13), (-589_824, 571_392, 21), (-36_864, 35_712, 17), (-36_864, 35_712, 17),
            (-54_853_632, 56_623_104, 27), (-214_272, 221_184, 19), (-113_246_208, 109_707_264, 28),
        ];
        Assert.Equal(
            expected, ranges.Select(layer => layer[Quantity.Output]!.Value).Select(range => (range.Least, range.Greatest, range.Bits)));
        Assert.Equal(new ValueRange(-992, 1024), ranges[0][Quantity.Product]);
        Assert.Equal(new ValueRange(-65_536, 63_488), ranges[2][Quantity.Product]);
        Assert.Equal(new ValueRange(-1_984, 2_048), ranges[2][Quantity.Input]);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(-1, 0, 1)]
    [InlineData(0, 1, 2)]
    [InlineData(-32, 31, 6)]
    [InlineData(-33, 31, 7)]
    [InlineData(-32, 32, 7)]
    [InlineData(int.MinValue - 1L, 0, 33)]
    [InlineData(long.MinValue, 0, 64)]
    public void Bits_of_twos_complement(long least, long greatest, int bits) => Assert.Equal(bits, new ValueRange(least, greatest).Bits);

    [Fact]
    public void Intervals_of_a_model_are_reached_where_all_weights_are_the_greatest()
    {
        // The greatest inputs give the greatest values, up to the biases.
        Network network = DsCnn.Default;
        ImmutableArray<int>[] weights =
            [.. network.Tensors.SkipLast(1).Select(spec => Enumerable.Repeat(31, spec.Count).ToImmutableArray())];
        var model = new KwsModel(network, [.. weights, [5, -6, 7, 0]]);
        sbyte[] fingerprint = [.. Enumerable.Repeat((sbyte)31, 300)];
        IEnumerable<int> greatest = new ReferenceClassifier(model).Trace(fingerprint).Layers.Skip(1).Select(layer => layer.Values.Max());
        Assert.Equal(
            greatest.Select(value => (long)value), ProvenRanges.IntervalsOf(model).Select(layer => layer[Quantity.Output]!.Value.Greatest));
    }

    [Property(MaxTest = 200)]
    public void Every_bound_is_attained_by_inputs_at_the_ends_of_their_ranges(int seed)
    {
        KwsModel model = new RandomNetworks(seed).Model();
        ValueRange[] input = InputOf(model.Network);
        foreach (LayerRanges ranges in ProvenRanges.IntervalsOf(model))
        {
            ValueRange[] output = [.. ranges.Channels.Select(channel => channel.Output)];
            switch (ranges.Layer)
            {
                case AccumulatingLayer sums:
                    (IEnumerable<TapRanges> taps, IEnumerable<ValueRange> attained) = SumsAtTheEnds(model, sums, input);
                    Assert.Equal(taps, ranges.Channels.SelectMany(channel => channel.Taps));
                    Assert.Equal(attained, output);
                    break;
                case RequantizationLayer or MaxPoolLayer or LastFrameLayer:
                    Assert.Equal(ValuesAtTheEnds(model, ranges.Layer, input), output);
                    break;
            }

            input = output;
        }
    }

    /// <summary>Bounds for kernels, which add in any order: what is below zero alone, and what is above.</summary>
    [Property(MaxTest = 200)]
    public void Bounds_for_sums_in_any_order_are_those_of_the_products_of_one_sign(int seed)
    {
        KwsModel model = new RandomNetworks(seed).Model();
        foreach (LayerBounds bounds in LayerBounds.Of(model, _ => ValueRange.Word).Where(bounds => bounds.Layer is AccumulatingLayer))
        {
            var layer = (AccumulatingLayer)bounds.Layer;
            int channels = layer.Output.Channels;
            ImmutableArray<int> weights = model[layer.Weights];
            for (int channel = 0; channel < channels; channel++)
            {
                long bias = layer.Biases is { } biases ? model[biases][channel] : 0;
                (long[] low, long[] high) = layer is DepthwiseConvolutionLayer
                    ? Ends(weights.Where((_, i) => i % channels == channel), _ => bounds.Input[channel])
                    : Ends(
                        weights.Skip(channel * layer.WeightsPerChannel).Take(layer.WeightsPerChannel),
                        tap => bounds.Input[tap % layer.Input.Channels]);
                Assert.Equal(
                    new ValueRange(bias + low.Sum(product => Math.Min(0, product)), bias + high.Sum(product => Math.Max(0, product))),
                    bounds.Sums[channel]);
            }
        }

        static (long[] Low, long[] High) Ends(IEnumerable<int> weights, Func<int, ValueRange> input)
        {
            ValueRange[] products = [.. weights.Select((weight, tap) => Product(weight, input(tap)))];
            return ([.. products.Select(product => product.Least)], [.. products.Select(product => product.Greatest)]);
        }
    }

    [Theory]
    [InlineData(null, -12, 20)]
    [InlineData(6, -12, 20)]
    [InlineData(5, -16, 15)]
    [InlineData(4, -8, 7)]
    public void An_average_that_exceeds_the_bits_of_its_pool_may_be_any_value_of_them(int? bits, int least, int greatest)
    {
        var layer = new AveragePoolLayer("pool", new TensorShape(1, 2, 1), leftShift: 2, wrapBits: bits);
        Assert.Equal(new ValueRange(least, greatest), AveragePoolBounds.Of(layer, new ValueRange(-3, 5)));
    }

    /// <summary>The reference refuses every fingerprint then.</summary>
    [Fact]
    public void Sums_that_never_fit_32_bits_have_a_range_all_the_same()
    {
        var one = new TensorShape(1, 1, 1);
        var network = new Network(
            one, [new FullyConnectedLayer("a", one, 1, "a/w", "a/b"), new FullyConnectedLayer("b", one, 2, "b/w")]);
        var model = new KwsModel(network, [[1], [int.MaxValue], [2, -2]]);
        Assert.Equal(
            [ValueRange.Of(int.MaxValue), ValueRange.Of(int.MinValue)],
            ProvenRanges.IntervalsOf(model)[1].Channels.Select(channel => channel.Output));
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>("model", () => ProvenRanges.Of(null!, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentNullException>("model", () => ProvenRanges.IntervalsOf(null!));
        Assert.Throws<ArgumentNullException>("network", () => ProvenRanges.OfAnyWeights(null!, default(ValueRange)));
    }

    [Fact]
    public void A_bound_names_the_method_that_found_it()
    {
        var network = DsCnn.Create(new(1, 1, 1, 1, 1), [new(1, 3, 1, 1, 1)], labelCount: 1, frames: 2, coefficients: 1);
        var model = new KwsModel(network, [[8], [-16, 16, -16], [1], [1], [0]]);
        (RangeMethod exact, RangeMethod interval, RangeMethod linear) = (RangeMethod.Exact, RangeMethod.Interval, RangeMethod.Linear);
        Assert.Equal(
            [exact, exact, interval, interval, interval, interval, interval, interval],
            ProvenRanges.IntervalsOf(model).Select(layer => layer.Method));
        Assert.Equal(
            [exact, exact, linear, linear, linear, RangeMethod.Frames, RangeMethod.Frames, RangeMethod.Frames],
            ProvenRanges.Of(model, TestContext.Current.CancellationToken).Select(layer => layer.Method));
    }

    private static ValueRange[] InputOf(Network network) =>
        [.. Enumerable.Repeat(new ValueRange(network.MinInput, network.MaxInput), network.Input.Channels)];

    private static ValueRange Product(long weight, ValueRange input) =>
        new(Math.Min(weight * input.Least, weight * input.Greatest), Math.Max(weight * input.Least, weight * input.Greatest));

    /// <summary>The ends of every output and of each step of its sum, with every input at the worse end for it.</summary>
    private static (IEnumerable<TapRanges> Taps, IEnumerable<ValueRange> Outputs) SumsAtTheEnds(
        KwsModel model, AccumulatingLayer layer, ValueRange[] input)
    {
        int channels = layer.Output.Channels;
        var steps = new Steps(model, layer);
        var products = new Step[steps.PerChannel];
        var taps = new SortedDictionary<int, TapRanges>[channels];
        var outputs = new ValueRange?[channels];
        for (int output = 0; output < layer.Output.Count; output++)
        {
            int channel = output % channels;
            SortedDictionary<int, TapRanges> known = taps[channel] ??= [];
            (long least, long greatest) = (steps.Start(output), steps.Start(output));
            foreach (Step step in products.Take(steps.Write(output, products)).ToArray())
            {
                ValueRange value = input[step.Input % layer.Input.Channels];
                ValueRange product = Product(step.Weight, value);
                (least, greatest) = (least + product.Least, greatest + product.Greatest);
                known[step.Tap] = known.TryGetValue(step.Tap, out TapRanges tap)
                    ? tap with { Sum = new(Math.Min(tap.Sum.Least, least), Math.Max(tap.Sum.Greatest, greatest)) }
                    : new TapRanges(step.Tap, value, ValueRange.Of(step.Weight), product, new(least, greatest));
            }

            outputs[channel] = new(
                Math.Min(outputs[channel]?.Least ?? int.MaxValue, Math.Max(least, int.MinValue)),
                Math.Max(outputs[channel]?.Greatest ?? int.MinValue, Math.Min(greatest, int.MaxValue)));
        }

        return (taps.SelectMany(channel => channel.Values), outputs.Select(output => output!.Value));
    }

    /// <summary>The values of a layer that does not fall with its inputs, for the smallest and the largest ones.</summary>
    private static IEnumerable<ValueRange> ValuesAtTheEnds(KwsModel model, Layer layer, ValueRange[] input)
    {
        var reference = new ReferenceClassifier(model);
        int[] least = Run(range => range.Least);
        int[] greatest = Run(range => range.Greatest);
        return Enumerable.Range(0, layer.Output.Channels).Select(channel => new ValueRange(least[channel], greatest[channel]));

        int[] Run(Func<ValueRange, long> end) =>
            reference.Run(layer, [.. Enumerable.Range(0, layer.Input.Count).Select(i => (int)end(input[i % input.Length]))]);
    }
}
