using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Reference.Tests;

/// <summary>Every layer on numbers that can be checked by hand.</summary>
public class LayerTests
{
    // 2 channels; convolution 2 x 1 with stride 2 x 1 on 4 x 3; depthwise 3 x 3; pointwise to 2; 2 labels.
    private static readonly Network Small =
        DsCnn.Create(new(2, 2, 1, 2, 1), [new(2, 3, 3, 1, 1)], labelCount: 2, frames: 4, coefficients: 3);

    [Fact]
    public void Convolution_slides_without_padding()
    {
        int[] result = Run("conv_1", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [[10, 1, -1, 0], [], [], [], []]);

        // Channel 0: 10 x row 0 + row 1; channel 1: minus row 0. Position by position, channels side by side.
        Assert.Equal([14, -1, 25, -2, 36, -3, 80, -7, 91, -8, 102, -9], result);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    [InlineData(-1, -1)]
    [InlineData(-8, -1)]
    [InlineData(-9, -2)]
    [InlineData(-186, -24)]
    public void Floor_division_rounds_towards_minus_infinity(int value, int expected)
    {
        int[] result = Run("conv_1/floor8", Enumerable.Repeat(value, 12).ToArray(), [[], [], [], [], []]);
        Assert.All(result, actual => Assert.Equal(expected, actual));
    }

    [Fact]
    public void Depthwise_convolution_counts_positions_outside_as_zero()
    {
        // All nine weights of channel 0 are 1, those of channel 1 are 0: channel 0 sums its neighbourhood.
        int[] weights = [.. Enumerable.Range(0, 9).SelectMany(_ => (int[])[1, 0])];
        int[] input = [1, 9, 2, 9, 3, 9, 4, 9, 5, 9, 6, 9];

        int[] result = Run("conv_ds_1/dw_conv", input, [[], weights, [], [], []]);

        Assert.Equal([12, 0, 21, 0, 16, 0, 12, 0, 21, 0, 16, 0], result);
    }

    [Fact]
    public void Depthwise_kernel_is_not_flipped()
    {
        // Only the weight at time 0, frequency 2 of channel 0: the value one row earlier and one column later.
        int[] weights = new int[18];
        weights[2 * 2] = 1;

        int[] result = Run("conv_ds_1/dw_conv", [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0], [[], weights, [], [], []]);

        Assert.Equal([0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0], result);
    }

    [Fact]
    public void Global_max_pool_takes_each_channel_over_all_positions()
    {
        int[] result = Run("max_pool", [-5, 1, -7, 2, -3, 3, -9, 9, -4, 0, -8, 5], [[], [], [], [], []]);
        Assert.Equal([-3, 9], result);
    }

    [Fact]
    public void Pointwise_weights_are_output_by_input()
    {
        int[] result = Run("conv_ds_1/pw_conv", [100, 7], [[], [], [1, 2, -3, 0], [], []]);
        Assert.Equal([114, -300], result);
    }

    [Fact]
    public void Fully_connected_adds_the_biases()
    {
        int[] result = Run("fc1", [100, 7], [[], [], [], [1, 0, 0, -1], [1000, 50]]);
        Assert.Equal([1100, 43], result);
    }

    [Fact]
    public void A_value_beyond_32_bits_names_its_layer()
    {
        OverflowException e = Assert.Throws<OverflowException>(
            () => Run("fc1", [int.MaxValue, 0], [[], [], [], [1, 0, 0, 0], [1, 0]]));
        Assert.Equal("fc1: a value does not fit 32 bits", e.Message);
    }

    [Fact]
    public void An_input_of_the_wrong_length_is_refused() =>
        Assert.StartsWith(
            "fc1: 3 values, expected 1 x 1 x 2",
            Assert.Throws<ArgumentException>(() => Run("fc1", [1, 2, 3], [[], [], [], [], []])).Message,
            StringComparison.Ordinal);

    /// <summary>Runs one layer of a small model; an empty tensor is all zeros.</summary>
    private static int[] Run(string layer, int[] input, int[][] tensors)
    {
        var model = new KwsModel(Small, Small.Tensors.Select((spec, i) =>
            tensors[i].Length > 0 ? tensors[i].ToImmutableArray() : ImmutableArray.Create(new int[spec.Count])));
        return new ReferenceClassifier(model).Run(Small.Layers.Single(l => l.Name == layer), input);
    }
}
