using System.Collections.Immutable;
using FsCheck.Xunit;

namespace Kws.Model.Tests;

/// <summary>The bounds from which kernels choose their types, and reports their bits, against every value of small ranges.</summary>
public class BoundsTests
{
    private static readonly ValueRange Any = new(long.MinValue, long.MaxValue);

    [Property(MaxTest = 500)]
    public void Ranges_of_results_are_those_of_all_values(sbyte a, sbyte b, sbyte c, sbyte d)
    {
        (ValueRange left, ValueRange right) = (Between(a / 8, b / 8), Between(c / 8, d / 8));
        long[] lefts = Values(left);
        long[] rights = Values(right);
        Assert.Equal(Of(from l in lefts from r in rights select l + r), left + right);
        Assert.Equal(Of(from l in lefts from r in rights select l * r), left * right);
        Assert.Equal(Of(lefts.Concat(rights)), left.Union(right));
        Assert.Equal(Of(lefts.Select(l => l >> 2)), left >> 2);
        Assert.Equal(Of(lefts.Select(l => Math.Clamp(l, right.Least, right.Greatest))), left.Clamp(right));
        Assert.Equal(Of(lefts.Select(l => l * 3)), left.Map(l => l * 3));
        Assert.Equal(rights.All(lefts.Contains), left.Contains(right));
        Assert.Equal(left, ValueRange.Of(lefts.Select(l => (int)l).Reverse()));
        if (lefts.Intersect(rights).Any())
        {
            Assert.Equal(Of(lefts.Intersect(rights)), left.Intersect(right));
        }
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(-1, 0, 1)]
    [InlineData(-1, 1, 2)]
    [InlineData(-2, 1, 2)]
    [InlineData(-3, 0, 3)]
    [InlineData(0, 127, 8)]
    [InlineData(-129, 0, 9)]
    [InlineData(long.MinValue, long.MaxValue, 64)]
    public void Bits_are_those_of_twos_complement(long least, long greatest, int bits) =>
        Assert.Equal(bits, new ValueRange(least, greatest).Bits);

    [Fact]
    public void Results_beyond_64_bits_and_null_are_refused()
    {
        // Each of the four products of ends is the only one beyond.
        (ValueRange least, ValueRange greatest) = (new(long.MinValue / 2, 0), new(0, long.MaxValue / 2));
        foreach ((ValueRange left, ValueRange right) in ((ValueRange, ValueRange)[])
            [(least, new(-3, 0)), (least, new(0, 3)), (greatest, new(-3, 0)), (greatest, new(0, 3))])
        {
            Assert.Throws<OverflowException>(() => left * right);
        }

        Assert.Throws<OverflowException>(() => Any + new ValueRange(-1, 0));
        Assert.Throws<OverflowException>(() => Any + new ValueRange(0, 1));
        Assert.Throws<ArgumentNullException>("values", () => ValueRange.Of(null!));
        Assert.Throws<ArgumentNullException>("ranges", () => ValueRange.Union(null!));
        Assert.Throws<ArgumentNullException>("rising", () => default(ValueRange).Map(null!));
        Assert.Equal("[-32, 31]", new ValueRange(-32, 31).ToString());
        Assert.Equal("[-2147483648, 2147483647]", ValueRange.Word.ToString());
    }

    /// <summary>A bias and any of the products, each with its input at the worst; a product that is left out counts as 0.</summary>
    [Property(MaxTest = 200)]
    public void Sums_are_those_of_a_bias_and_any_of_its_products(int seed)
    {
        var random = new Random(seed);
        var input = new TensorShape(random.Next(1, 4), random.Next(1, 4), random.Next(1, 4));
        var window = new Window(random.Next(1, input.Time + 1), random.Next(1, input.Frequency + 1), 1, 1, Padding.Valid);
        string? biases = random.Next(2) == 0 ? "b" : null;
        AccumulatingLayer[] layers =
        [
            new ConvolutionLayer("c", input, 3, window, "w", biases),
            new DepthwiseConvolutionLayer("d", input, window, "w", biases),
            new PointwiseConvolutionLayer("p", input, 3, "w", biases),
            new FullyConnectedLayer("f", input, 3, "w", biases),
        ];
        foreach (AccumulatingLayer layer in layers)
        {
            KwsModel model = RandomModel(layer, random);
            ImmutableArray<int> weights = model[layer.Weights];
            int channels = layer.Output.Channels;
            bool isDepthwise = layer is DepthwiseConvolutionLayer;
            LayerBounds bounds = Assert.Single(LayerBounds.Of(model, _ => new ValueRange(-50, 60)));
            Assert.All(bounds.Input, range => Assert.Equal(new ValueRange(-8, 7), range));
            for (int channel = 0; channel < channels; channel++)
            {
                long bias = layer.Biases is { } spec ? model[spec][channel] : 0;
                int[] own = [.. weights.Where((_, i) => (isDepthwise ? i % channels : i / (weights.Length / channels)) == channel)];
                var expected = new ValueRange(
                    bias + own.Sum(weight => Math.Min(weight * -8, weight * 7)),
                    bias + own.Sum(weight => Math.Max(weight * -8, weight * 7)));
                Assert.Equal(expected, bounds.Sums[channel]);
                Assert.Equal(expected.Clamp(new ValueRange(-50, 60)), bounds.Output[channel]);
            }
        }
    }

    [Fact]
    public void Each_channel_of_the_input_has_a_range_of_its_own()
    {
        // The first layer gives [-80, 70] + 1 and 0; weights 3 and 100, a depthwise 5 and 6.
        var input = new TensorShape(2, 1, 1);
        var first = new FullyConnectedLayer("first", input, 2, "w1", "b1");
        var pointwise = new PointwiseConvolutionLayer("second", first.Output, 1, "w2");
        var model = new KwsModel(new Network(input, [first, pointwise], inputBits: 4), [[4, 6, 0, 0], [1, 0], [3, 100]]);
        Assert.Equal(new ValueRange(-237, 213), LayerBounds.Of(model, _ => Any)[1].Sums[0]);

        // Limits are those of the layer.
        Assert.Equal(
            new ValueRange(-30, 30), LayerBounds.Of(model, layer => layer == 0 ? new ValueRange(-10, 10) : Any)[1].Sums[0]);
        var depthwise = new DepthwiseConvolutionLayer("second", first.Output, new Window(1, 1, 1, 1, Padding.Valid), "w2");
        model = new KwsModel(new Network(input, [first, depthwise], inputBits: 4), [[4, 6, 0, 0], [1, 0], [5, 6]]);
        Assert.Equal([new ValueRange(-395, 355), default], LayerBounds.Of(model, _ => Any)[1].Sums);
    }

    [Property(MaxTest = 200)]
    public void Requantised_values_are_those_of_all_sums(sbyte a, sbyte b, byte shift, bool isHalfUp, bool relu)
    {
        ValueRange sums = Between(a, b);
        var layer = new RequantizationLayer(
            "r", new(1, 1, 1), shift % 5, isHalfUp ? Rounding.HalfUp : Rounding.Floor, relu, saturationBits: 5);
        long Output(long sum) => Math.Clamp(
            (long)Math.Floor(((double)sum / (1 << layer.Shift)) + (isHalfUp && layer.Shift > 0 ? 0.5 : 0)), relu ? 0 : -16, 15);
        Assert.Equal(Of(Values(sums).Select(Output)), RequantizationBounds.Of(layer, sums));
        Assert.All(Values(sums), sum => Assert.Equal(Output(sum), RequantizationBounds.Of(layer, sum)));
    }

    [Theory]
    [InlineData(null, -40, 36)]
    [InlineData(7, -40, 36)]
    [InlineData(6, -32, 31)]
    public void An_average_beyond_the_bits_that_are_kept_may_be_any_value_of_them(int? bits, int least, int greatest)
    {
        var pool = new AveragePoolLayer("a", new(2, 1, 1), leftShift: 2, wrapBits: bits);
        Assert.Equal(new ValueRange(least, greatest), AveragePoolBounds.Of(pool, new ValueRange(-10, 9)));
        Assert.Equal(new ValueRange(-32, 28), AveragePoolBounds.Of(pool, new ValueRange(-8, 7)));
    }

    [Fact]
    public void Layers_without_sums_have_the_ranges_of_their_values()
    {
        var input = new TensorShape(4, 1, 2);
        var pool = new MaxPoolLayer("max", input, new Window(2, 1, 2, 1, Padding.Valid));
        var narrowed = new RequantizationLayer("r", pool.Output, 1, Rounding.Floor, relu: true);
        var average = new AveragePoolLayer("average", narrowed.Output, leftShift: 1);
        var model = new KwsModel(new Network(input, [pool, narrowed, average], inputBits: 8), []);
        Assert.Equal(
            ["[-128, 127]", "[0, 63]", "[0, 126]"], LayerBounds.Of(model, _ => Any).Select(layer => $"{layer.Output[1]}"));
    }

    [Fact]
    public void The_largest_sum_of_a_gate_has_all_parts_at_their_worst()
    {
        // The second unit's row of the third gate has the largest weights: (7 + 2) x 128.
        var input = new TensorShape(2, 1, 8);
        int[] weights = [1, -1, 2, 2, -3, 1, 0, 0, 4, 0, 7, -2, 5, -3, 0, 1];
        var lstm = new LstmLayer("l", input, 3, "w", 4, 9, new LstmPeepholes("p", 2));
        var model = new KwsModel(new Network(input, [lstm], inputBits: 8), [[.. weights], [1, -5, 2, 3, 4, 0]]);
        Assert.Equal((1000 << 3) + (9 * 128 << 4) + (5 * 32_768 << 2), RecurrentBounds.LargestSum(lstm, model, new ValueRange(-3, 1000)));
        Assert.Equal((2000 << 3) + (9 * 128 << 4) + (5 * 32_768 << 2), RecurrentBounds.LargestSum(lstm, model, new ValueRange(-2000, 1)));
        var gru = new GruLayer("g", new(2, 1, 3), 0, "w", 1);
        model = new KwsModel(new Network(gru.Input, [gru, new LastFrameLayer("last", gru.Output)], inputBits: 8), [[3, -9, 5]]);
        Assert.Equal(127 + (9 * 128 << 1), RecurrentBounds.LargestSum(gru, model, new ValueRange(-1, 127)));
        Assert.All(LayerBounds.Of(model, _ => Any), layer => Assert.Equal(new ValueRange(-128, 127), Assert.Single(layer.Output)));
    }

    private static KwsModel RandomModel(AccumulatingLayer layer, Random random) => new(
        new Network(layer.Input, [layer], inputBits: 4),
        layer.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(_ => random.Next(-32, 32)).ToImmutableArray()));

    private static ValueRange Between(long a, long b) => new(Math.Min(a, b), Math.Max(a, b));

    private static ValueRange Of(IEnumerable<long> values) => new(values.Min(), values.Max());

    private static long[] Values(ValueRange range) =>
        [.. Enumerable.Range(0, (int)(range.Greatest - range.Least) + 1).Select(i => range.Least + i)];
}
