using FsCheck;
using FsCheck.Xunit;

namespace Kws.Model.Tests;

/// <summary>
/// The families of "Hello Edge". The numbers of values and products are those of the published models (ARM-software/ML-KWS-for-MCU,
/// Pretrained_models, commit 8151349b110f), counted in their graphs with batch normalisation folded.
/// </summary>
public class FamilyTests
{
    [Theory]
    [InlineData("144 144 144", 79_644, 79_200)]
    [InlineData("256 256 256", 198_924, 198_144)]
    [InlineData("436 436 436", 495_744, 494_424)]
    public void Dnn_has_the_size_of_the_published_models(string modelSizeInfo, int values, long products) =>
        AssertSize(Dnn.Parse(modelSizeInfo, new FamilyOptions { Frames = 25 }), values, products);

    [Theory]
    [InlineData("28 10 4 1 1 30 10 4 2 1 16 128", 69_238, 2_498_304)]
    [InlineData("64 10 4 1 1 48 10 4 2 1 16 128", 178_444, 8_633_856)]
    [InlineData("60 10 4 1 1 76 10 4 2 1 58 128", 476_206, 12_636_672)]
    public void Cnn_has_the_size_of_the_published_models(string modelSizeInfo, int values, long products) =>
        AssertSize(Cnn.Parse(modelSizeInfo), values, products);

    [Theory]
    [InlineData("5 64 10 4 2 2 64 3 3 1 1 64 3 3 1 1 64 3 3 1 1 64 3 3 1 1", 22_604, 2_656_768)]
    [InlineData("5 172 10 4 2 1 172 3 3 2 2 172 3 3 1 1 172 3 3 1 1 172 3 3 1 1", 135_032, 9_816_384)]
    [InlineData("6 276 10 4 2 1 276 3 3 2 2 276 3 3 1 1 276 3 3 1 1 276 3 3 1 1 276 3 3 1 1", 410_700, 28_327_812)]
    public void Ds_cnn_has_the_size_of_the_published_models(string modelSizeInfo, int values, long products) =>
        AssertSize(BiasedDsCnn.Parse(modelSizeInfo), values, products);

    [Fact]
    public void Dnn_has_fully_connected_layers_with_relu() => Assert.Equal(
        ["fc1 1 x 1 x 144", "fc1/requantized 1 x 1 x 144 relu", "fc2 1 x 1 x 20", "fc2/requantized 1 x 1 x 20 relu", "fc3 1 x 1 x 12"],
        Layers(Dnn.Parse("144 20", new FamilyOptions { Frames = 25 })));

    [Fact]
    public void Cnn_has_a_linear_layer_without_relu() => Assert.Equal(
        [
            "conv1 40 x 7 x 28", "conv1/requantized 40 x 7 x 28 relu", "conv2 16 x 4 x 30", "conv2/requantized 16 x 4 x 30 relu",
            "linear 1 x 1 x 16", "linear/requantized 1 x 1 x 16", "fc1 1 x 1 x 128", "fc1/requantized 1 x 1 x 128 relu", "fc2 1 x 1 x 12",
        ],
        Layers(Cnn.Parse("28 10 4 1 1 30 10 4 2 1 16 128")));

    [Fact]
    public void Ds_cnn_ends_with_an_average() => Assert.Equal(
        [
            "conv_1 25 x 10 x 172", "conv_1/requantized 25 x 10 x 172 relu", "conv_ds_1/dw_conv 13 x 5 x 172",
            "conv_ds_1/dw_conv/requantized 13 x 5 x 172 relu", "conv_ds_1/pw_conv 13 x 5 x 16",
            "conv_ds_1/pw_conv/requantized 13 x 5 x 16 relu",
            "avg_pool 1 x 1 x 16", "fc1 1 x 1 x 12",
        ],
        Layers(BiasedDsCnn.Parse("2 172 10 4 2 1 16 3 3 2 2")));

    [Property(MaxTest = 200)]
    public void The_options_are_the_numbers_of_the_network(
        PositiveInt frames, PositiveInt coefficients, PositiveInt labels, byte weightBits, byte inputBits, byte shift, bool relu,
        bool isFloor)
    {
        var spec = new RequantizationSpec(shift % 32, relu, isFloor ? Rounding.Floor : Rounding.HalfUp, isFloor ? null : 2 + (shift % 30));
        var options = new FamilyOptions
        {
            Frames = Math.Min(frames.Get, Window.MaxDimension),
            Coefficients = Math.Min(coefficients.Get, Window.MaxDimension),
            LabelCount = Math.Min(labels.Get, Window.MaxDimension),
            WeightBits = 2 + (weightBits % 7),
            InputBits = 2 + (inputBits % 7),
            Requantizations = [spec, null, spec, spec],
        };
        foreach (Network network in (Network[])[Dnn.Parse("3,4 5", options), BiasedDsCnn.Parse("2 3 10 4 2 1 4 3 3 1 2", options)])
        {
            Assert.Equal(new TensorShape(options.Frames, options.Coefficients, 1), network.Input);
            Assert.Equal((options.LabelCount, options.InputBits), (network.LabelCount, network.InputBits));
            AccumulatingLayer[] sums = [.. network.Layers.OfType<AccumulatingLayer>()];
            Assert.All(sums, layer => Assert.Equal(options.WeightBits, layer.Weights.Bits));
            Assert.All(sums, layer => Assert.NotNull(layer.Biases));
            RequantizationLayer[] narrowed = [.. network.Layers.OfType<RequantizationLayer>()];
            Assert.Equal([sums[0].Name, sums[2].Name, sums[3].Name], narrowed.Select(layer => layer.Name[..^"/requantized".Length]));
            Assert.All(narrowed, layer => Assert.Equal(
                spec, new RequantizationSpec(layer.Shift, layer.Relu, layer.Rounding, layer.SaturationBits)));
            Assert.Same(narrowed[2], network.Layers[^1]);
        }
    }

    [Fact]
    public void Texts_and_numbers_that_make_no_network_are_refused()
    {
        AssertRefused<FormatException>("model_size_info: number 1 is 'x', expected an integer", () => Dnn.Parse("144 x"));
        AssertRefused<ArgumentException>("0 hidden layers, expected 1 to 32", () => Dnn.Parse(" "));
        AssertRefused<ArgumentException>("fc1: outputs is 1025, expected 1 to 1024", () => Dnn.Parse("1025"));
        AssertRefused<FormatException>(
            "model_size_info: 2 numbers, expected 12: 5 for each convolution, linear outputs and fully connected outputs",
            () => Cnn.Parse("28 10"));
        AssertRefused<ArgumentException>(
            "conv2: kernel 10 x 4 is larger than the input 40 x 1", () => Cnn.Parse("28 10 10 1 1 30 10 4 2 1 16 128"));
        AssertRefused<FormatException>(
            "model_size_info: 3 numbers for 2 layers, expected the number of layers and then 5 numbers for each",
            () => BiasedDsCnn.Parse("2 64 10"));
        AssertRefused<ArgumentException>("0 depthwise-separable blocks, expected 1 to 32", () => BiasedDsCnn.Parse("1 64 10 4 2 2"));
        AssertRefused<ArgumentException>(
            "number of labels is 0, expected 1 to 1024", () => Dnn.Parse("4", new FamilyOptions { LabelCount = 0 }));
        AssertRefused<ArgumentException>(
            "1 requantisations, expected 2, one per layer with weights",
            () => Dnn.Parse("4", new FamilyOptions { Requantizations = [null] }));
    }

    private static void AssertRefused<T>(string message, Func<Network> make)
        where T : Exception => Assert.StartsWith(message, Assert.ThrowsAny<T>(make).Message, StringComparison.Ordinal);

    private static void AssertSize(Network network, int values, long products)
    {
        Assert.Equal(12, network.LabelCount);
        Assert.Equal(values, network.Tensors.Sum(tensor => tensor.Count));
        Assert.Equal(products, network.Layers.OfType<AccumulatingLayer>().Sum(layer => (long)layer.Output.Count * layer.WeightsPerChannel));
    }

    private static IEnumerable<string> Layers(Network network) =>
        network.Layers.Select(layer => layer is RequantizationLayer { Relu: true } ? $"{layer} relu" : $"{layer}");
}
