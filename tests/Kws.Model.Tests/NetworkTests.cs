using FsCheck.Xunit;
using Kws.Hardware.Verification;

namespace Kws.Model.Tests;

/// <summary>Networks of any layers: the family they belong to, and what is refused.</summary>
public class NetworkTests
{
    private static readonly TensorShape Input = new(4, 3, 1);

    [Property(MaxTest = 300)]
    public void Networks_of_other_families_have_no_model_size_info(int seed)
    {
        Network network = new RandomNetworks(seed).Model().Network;
        Assert.Empty(DsCnn.Specs(network));
        Assert.Null(DsCnn.ModelSizeInfo(network));
        Assert.StartsWith($"{network.Input}, ", network.ToString());
    }

    [Fact]
    public void A_dscnn_with_another_rounding_is_not_of_the_family()
    {
        Layer[] layers = [.. DsCnn.Default.Layers];
        Assert.Equal(DsCnn.Default, new Network(DsCnn.Default.Input, layers));
        Assert.NotEmpty(DsCnn.Specs(new Network(DsCnn.Default.Input, layers)));
        layers[1] = new RequantizationLayer(layers[1].Name, layers[1].Input, 3, Rounding.HalfUp);
        Assert.Empty(DsCnn.Specs(new Network(DsCnn.Default.Input, layers)));
    }

    [Fact]
    public void Layers_that_do_not_fit_are_refused()
    {
        var first = new FullyConnectedLayer("a", Input, 5, "a/w");
        AssertRefused("0 layers, expected 1 to 256", () => new Network(Input, []));
        AssertRefused(
            "b: the input is 1 x 1 x 6, expected 1 x 1 x 5",
            () => new Network(Input, [first, new FullyConnectedLayer("b", new(1, 1, 6), 2, "b/w")]));
        AssertRefused("two layers are named a", () => new Network(Input, [first, new FullyConnectedLayer("a", first.Output, 2, "b/w")]));
        AssertRefused("two tensors are named a/w", () => new Network(Input, [first, new FullyConnectedLayer("b", first.Output, 2, "a/w")]));
        AssertRefused("9 bits of a fingerprint, expected 2 to 8", () => new Network(Input, [first], 9));
        AssertRefused(
            "number of labels is 1200, expected 1 to 1024",
            () => new Network(new(40, 30, 1), [new MaxPoolLayer("p", new(40, 30, 1), new(1, 1, 1, 1, Padding.Valid))]));
    }

    [Fact]
    public void Layers_out_of_range_are_refused()
    {
        AssertRefused(
            "c: kernel 5 x 1 is larger than the input 4 x 3",
            () => new ConvolutionLayer("c", Input, 1, new(5, 1, 1, 1, Padding.Valid), "w"));
        AssertRefused(
            "c: stride time is 0, expected 1 to 1024", () => new ConvolutionLayer("c", Input, 1, new(1, 1, 0, 1, Padding.Same), "w"));
        AssertRefused("w: 9 bits, expected 2 to 8, or 32 for biases", () => new FullyConnectedLayer("f", Input, 1, "w", weightBits: 9));
        var one = new Window(1, 1, 1, 1, Padding.Valid);
        Assert.All(
            (Func<object>[])[
                () => new ConvolutionLayer("c", Input, 1, one, "w", weightBits: 32),
                () => new DepthwiseConvolutionLayer("d", Input, one, "w", weightBits: 32),
                () => new PointwiseConvolutionLayer("p", Input, 1, "w", weightBits: 32),
                () => new FullyConnectedLayer("f", Input, 1, "w", weightBits: 32)],
            make => AssertRefused("w: 32 bits of a weight, expected 2 to 8", make));
        AssertRefused("r: shift is -1, expected 0 to 31", () => new RequantizationLayer("r", Input, -1));
        AssertRefused("r: saturation is 1 bits, expected 2 to 31", () => new RequantizationLayer("r", Input, 1, saturationBits: 1));
        AssertRefused("p: left shift is 16, expected 0 to 15", () => new AveragePoolLayer("p", Input, leftShift: 16));
        AssertRefused("p: a quotient keeps 32 bits, expected 2 to 31", () => new AveragePoolLayer("p", Input, wrapBits: 32));
        AssertRefused("'' is not a name of a layer or tensor: expected 1 to 128 characters on one line", () => new MaxPoolLayer("", Input));
        AssertRefused("'ab' is not a name of a layer or tensor", () => new MaxPoolLayer("a\nb", Input));
    }

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 1, -1)]
    [InlineData(65536, 65536, 1)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Shapes_that_no_array_holds_are_refused(int time, int frequency, int channels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorShape(time, frequency, channels));

    private static void AssertRefused(string problem, Func<object> make) =>
        Assert.StartsWith(problem, Assert.Throws<ArgumentException>(make).Message);
}
