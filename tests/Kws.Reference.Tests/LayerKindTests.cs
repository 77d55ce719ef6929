using System.Collections.Immutable;
using FsCheck.Xunit;
using Kws.Model;

namespace Kws.Reference.Tests;

/// <summary>The properties of each kind of layer that the default network does not use, on numbers that can be checked by hand.</summary>
public class LayerKindTests
{
    [Fact]
    public void Convolution_sums_over_input_channels_with_a_bias_and_zeros_around()
    {
        // 2 x 1 positions of 2 channels; kernel 3 x 1, SAME: a zero before and after.
        var layer = new ConvolutionLayer("c", new(2, 1, 2), 1, new(3, 1, 1, 1, Padding.Same), "w", "b");
        int[] weights = [1, 2, 10, 20, 100, -100];

        // 7 + (3 * 10 + 4 * 20) + (5 * 100 - 6 * 100); 7 + (3 * 1 + 4 * 2) + (5 * 10 + 6 * 20).
        Assert.Equal([17, 188], Run(layer, [3, 4, 5, 6], weights, [7]));
    }

    [Fact]
    public void Convolution_of_one_channel_goes_in_strides()
    {
        var layer = new ConvolutionLayer("c", new(5, 1, 1), 2, new(2, 1, 3, 1, Padding.Valid), "w", "b");
        Assert.Equal([1 + 20, -1, 4 + 50, -4], Run(layer, [1, 2, 3, 4, 5], [1, 10, -1, 0], [0, 0]));
    }

    [Fact]
    public void Depthwise_and_pointwise_convolutions_add_biases()
    {
        var depthwise = new DepthwiseConvolutionLayer("d", new(2, 1, 2), new(2, 1, 1, 1, Padding.Valid), "w", "b");
        Assert.Equal([100 + 3 + (5 * 2), 200 + (4 * 10) + (6 * 20)], Run(depthwise, [3, 4, 5, 6], [1, 10, 2, 20], [100, 200]));
        var pointwise = new PointwiseConvolutionLayer("p", new(2, 1, 2), 1, "w", "b");
        Assert.Equal([1 + 3 - 8, 1 + 5 - 12], Run(pointwise, [3, 4, 5, 6], [1, -2], [1]));
    }

    [Fact]
    public void Fully_connected_takes_time_then_frequency_then_channel_and_needs_no_bias()
    {
        var layer = new FullyConnectedLayer("f", new(2, 1, 2), 1, "w");
        Assert.Equal([3 + (10 * 4) + (100 * 5) - (100 * 6)], Run(layer, [3, 4, 5, 6], [1, 10, 100, -100]));
    }

    [Theory]
    [InlineData(Rounding.Floor, false, null, new[] { -2, -1, -1, 0, 0, 1, 255 })]
    [InlineData(Rounding.HalfUp, false, null, new[] { -1, -1, 0, 0, 1, 1, 256 })]
    [InlineData(Rounding.Floor, true, null, new[] { 0, 0, 0, 0, 0, 1, 255 })]
    [InlineData(Rounding.HalfUp, true, 4, new[] { 0, 0, 0, 0, 1, 1, 7 })]
    [InlineData(Rounding.Floor, false, 2, new[] { -2, -1, -1, 0, 0, 1, 1 })]
    public void Requantisation_rounds_rectifies_and_saturates(Rounding rounding, bool relu, int? bits, int[] expected)
    {
        int[] values = [-12, -8, -4, 0, 4, 8, 2047];
        Assert.Equal(expected, Run(new RequantizationLayer("r", new(7, 1, 1), 3, rounding, relu, bits), values));
    }

    [Theory]
    [InlineData(Rounding.Floor)]
    [InlineData(Rounding.HalfUp)]
    public void Requantisation_without_a_shift_and_of_the_largest_value_is_exact(Rounding rounding)
    {
        int[] values = [int.MinValue, -1, 0, 1, int.MaxValue];
        Assert.Equal(values, Run(new RequantizationLayer("r", new(5, 1, 1), 0, rounding), values));
        Assert.Equal(1 << 30, Run(new RequantizationLayer("r", new(1, 1, 1), 1, Rounding.HalfUp), [int.MaxValue])[0]);
    }

    [Fact]
    public void Max_pool_ignores_positions_outside()
    {
        var valid = new MaxPoolLayer("m", new(4, 1, 1), new Window(2, 1, 2, 1, Padding.Valid));
        Assert.Equal([-1, -3], Run(valid, [-5, -1, -3, -4]));
        var same = new MaxPoolLayer("m", new(3, 1, 2), new Window(3, 1, 2, 1, Padding.Same));
        Assert.Equal([-1, -2, -3, -4], Run(same, [-1, -2, -9, -9, -3, -4]));
    }

    [Theory]
    [InlineData(AverageRounding.Floor, 0, new[] { -2, 2 })]
    [InlineData(AverageRounding.TowardsZero, 0, new[] { -1, 2 })]
    [InlineData(AverageRounding.Floor, 2, new[] { -6, 9 })]
    [InlineData(AverageRounding.TowardsZero, 2, new[] { -5, 9 })]
    public void Average_pool_shifts_then_divides_by_the_positions_inside(AverageRounding rounding, int shift, int[] expected)
    {
        // Sums -4 and 7 of three positions: -16 / 3 = -5.33, 28 / 3 = 9.33.
        Assert.Equal(expected, Run(new AveragePoolLayer("a", new(3, 1, 2), null, shift, rounding), [-1, 1, -1, 2, -2, 4]));
    }

    [Theory]
    [InlineData(3, new[] { 3, 1 })]
    [InlineData(4, new[] { -5, -7 })]
    [InlineData(5, new[] { -5, 9 })]
    public void Average_pool_keeps_the_low_bits_of_a_quotient(int bits, int[] expected) => Assert.Equal(
        expected, Run(new AveragePoolLayer("a", new(3, 1, 2), null, 2, AverageRounding.TowardsZero, bits), [-1, 1, -1, 2, -2, 4]));

    [Fact]
    public void Average_pool_does_not_count_positions_outside() => Assert.Equal(
        [2, 2], Run(new AveragePoolLayer("a", new(2, 1, 1), new Window(3, 1, 1, 1, Padding.Same)), [2, 3]));

    [Property(MaxTest = 200)]
    public void Average_pool_divides_the_sum_of_every_window(int seed)
    {
        var random = new Random(seed);
        var input = new TensorShape(random.Next(1, 6), random.Next(1, 6), random.Next(1, 3));
        var window = new Window(
            random.Next(1, input.Time + 1), random.Next(1, input.Frequency + 1), random.Next(1, 4), random.Next(1, 4),
            random.Next(2) == 0 ? Padding.Valid : Padding.Same);
        var layer = new AveragePoolLayer("a", input, window, random.Next(3));
        int[] values = [.. Enumerable.Range(0, input.Count).Select(_ => random.Next(-9, 10))];
        int[] expected = [..
            from t in Enumerable.Range(0, layer.Output.Time)
            from f in Enumerable.Range(0, layer.Output.Frequency)
            from c in Enumerable.Range(0, layer.Output.Channels)
            let inside =
                from i in Enumerable.Range(0, window.KernelTime)
                from j in Enumerable.Range(0, window.KernelFrequency)
                let time = (t * window.StrideTime) + i - layer.PaddingTime
                let frequency = (f * window.StrideFrequency) + j - layer.PaddingFrequency
                where Enumerable.Range(0, input.Time).Contains(time) && Enumerable.Range(0, input.Frequency).Contains(frequency)
                select values[(((time * input.Frequency) + frequency) * input.Channels) + c]
            select (int)Math.Floor(inside.Average() * (1 << layer.LeftShift))];
        Assert.Equal(expected, Run(layer, values));
    }

    private static int[] Run(Layer layer, int[] input, params int[][] tensors)
    {
        var network = new Network(layer.Input, [layer], inputBits: 8);
        return new ReferenceClassifier(new KwsModel(network, tensors.Select(values => values.ToImmutableArray()))).Run(layer, input);
    }
}
