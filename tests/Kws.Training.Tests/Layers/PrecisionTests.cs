using Kws.Model;
using Kws.Training.Layers;

namespace Kws.Training.Tests.Layers;

/// <summary>The precision that layers compute in, and the ranges of their outputs and biases.</summary>
public class PrecisionTests
{
    private const int ExactSingle = 1 << 24;

    private static readonly TensorShape Input = new(7, 5, 1);

    /// <summary>For each kind of layer the largest magnitude of an input at which its sums are at most 2^24.</summary>
    private static readonly Dictionary<string, (Layer Layer, int Largest)> Layers = new()
    {
        ["maximum"] = (new MaxPoolLayer("x", Input), ExactSingle),
        ["shift with floor"] = (new RequantizationLayer("x", Input, 4), ExactSingle),
        ["shift with half up"] = (new RequantizationLayer("x", Input, 4, Rounding.HalfUp), ExactSingle - 8),
        ["average of all"] = (new AveragePoolLayer("x", Input), ExactSingle / 35),
        ["average of windows"] = (new AveragePoolLayer("x", Input, Window(3, 2), leftShift: 3), ExactSingle / (3 * 2 * 8)),
        ["average of long windows"] = (new AveragePoolLayer("x", Input, Window(9, 2)), ExactSingle / (7 * 2)),
        ["average of wide windows"] = (new AveragePoolLayer("x", Input, Window(2, 9)), ExactSingle / (2 * 5)),
        ["average that wraps"] = (new AveragePoolLayer("x", Input, Window(1, 1), wrapBits: 25), 0),
        ["average that wraps early"] = (new AveragePoolLayer("x", Input, Window(1, 1), wrapBits: 9), ExactSingle - 256),
        ["products"] = (new FullyConnectedLayer("x", Input, 3, "w"), ExactSingle / (35 * 128)),
        ["products and biases"] = (new FullyConnectedLayer("x", Input, 3, "w", "b"), ExactSingle / (35 * 128 * 2)),
    };

    public static TheoryData<string> Kinds => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_layer_is_wide_where_its_sums_exceed_single_precision(string kind)
    {
        (Layer layer, int largest) = Layers[kind];
        Assert.False(Of(layer, largest).IsWide);
        Assert.True(Of(layer, largest + 1).IsWide);
    }

    [Fact]
    public void Magnitudes_beyond_double_precision_are_refused()
    {
        Assert.True(Of(new MaxPoolLayer("x", Input), 1L << 53).IsWide);
        Assert.Equal(
            "x: sums of up to 53 bits, expected at most 53 for training",
            Assert.Throws<ArgumentException>(() => Of(new MaxPoolLayer("x", Input), (1L << 53) + 2)).Message);
    }

    [Theory]
    [InlineData(0, Rounding.Floor, false, null)]
    [InlineData(2, Rounding.Floor, false, null)]
    [InlineData(2, Rounding.Floor, true, null)]
    [InlineData(2, Rounding.HalfUp, false, null)]
    [InlineData(5, Rounding.HalfUp, true, null)]
    [InlineData(0, Rounding.Floor, false, 7)]
    [InlineData(2, Rounding.Floor, true, 5)]
    [InlineData(2, Rounding.HalfUp, false, 5)]
    public void The_magnitude_of_a_shift_is_that_of_its_outputs(int shift, Rounding rounding, bool relu, int? saturation)
    {
        var layer = new RequantizationLayer("x", Input, shift, rounding, relu, saturation);
        for (int largest = 0; largest < 200; largest++)
        {
            long most = Math.Max(RequantizationBounds.Of(layer, largest), -RequantizationBounds.Of(layer, -largest));
            Assert.Equal(most, Of(layer, largest).OutputMagnitude);
        }
    }

    [Theory]
    [InlineData(0, null, 100)]
    [InlineData(3, null, 800)]
    [InlineData(3, 11, 800)]
    [InlineData(3, 10, 512)]
    [InlineData(0, 2, 2)]
    public void The_magnitude_of_an_average_is_that_of_its_inputs_unless_it_wraps(int leftShift, int? wrapBits, double expected) =>
        Assert.Equal(expected, Of(new AveragePoolLayer("x", Input, null, leftShift, wrapBits: wrapBits), 100).OutputMagnitude);

    /// <summary>35 products of values of 100 and weights of 8 bits.</summary>
    [Theory]
    [InlineData(0, -448_000, 448_000)]
    [InlineData(448_001, -448_001, 448_001)]
    [InlineData(2147483648, -2147483648, 2147483647)]
    public void Biases_stay_within_all_products_or_the_largest_at_the_start(double largest, double least, double most)
    {
        var place = new LayerPlace(new FullyConnectedLayer("x", Input, 3, "w", "b"), 0, 1, 100, largest, false, true);
        var layer = new FullyConnected(place, (FullyConnectedLayer)place.Layer);
        Assert.Equal((least, most), (layer.Biases!.Least, layer.Biases.Most));
        Assert.Equal(Math.Min(448_000 - least, 1L << 31), layer.OutputMagnitude);
    }

    private static Window Window(int time, int frequency) => new(time, frequency, 1, 1, Padding.Same);

    private static TrainingLayer Of(Layer layer, double largest)
    {
        var place = new LayerPlace(layer, 0, Lanes.Padded(1), largest, 0, false, true);
        return layer switch
        {
            MaxPoolLayer pool => new MaxPool(place, pool),
            AveragePoolLayer pool => new AveragePool(place, pool),
            RequantizationLayer shift => new Requantization(place, shift),
            _ => new FullyConnected(place, (FullyConnectedLayer)layer),
        };
    }
}
