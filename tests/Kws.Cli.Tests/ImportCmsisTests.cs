using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class ImportCmsisTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_folder_becomes_a_model_file()
    {
        string output = _directory.PathOf("m.safetensors");
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("import", "cmsis", CmsisFolder.Write(_directory), "--output", output));

        KwsModel model = KwsModel.Load(output);
        Network network = model.Network;
        Assert.Equal(["no", "yes"], model.Labels);
        Assert.Equal((new TensorShape(4, 3, 1), 8), (network.Input, network.InputBits));
        TensorShape shape = new(2, 2, 2);
        TensorShape pooled = new(1, 1, 3);
        Assert.Equal(
            [
                new ConvolutionLayer("conv", network.Input, 2, new(3, 2, 2, 2, Padding.Same), "conv/weights", "conv/biases"),
                new RequantizationLayer("conv/requantized", shape, 6, Rounding.HalfUp, relu: true, saturationBits: 8),
                new DepthwiseConvolutionLayer("dw", shape, new(3, 3, 1, 1, Padding.Same), "dw/weights", "dw/biases"),
                new RequantizationLayer("dw/requantized", shape, 5, Rounding.HalfUp, relu: false, saturationBits: 8),
                new PointwiseConvolutionLayer("pw", shape, 3, "pw/weights", "pw/biases"),
                new RequantizationLayer("pw/requantized", new(2, 2, 3), 7, Rounding.HalfUp, relu: true, saturationBits: 8),
                new AveragePoolLayer("pool", new(2, 2, 3), null, 2, AverageRounding.TowardsZero, wrapBits: 8),
                new RequantizationLayer("pool/relu", pooled, 0, relu: true),
                new FullyConnectedLayer("fc", pooled, 2, "fc/weights", "fc/biases"),
                new RequantizationLayer("fc/requantized", new(1, 1, 2), 9, Rounding.HalfUp, relu: false, saturationBits: 8),
            ],
            network.Layers);
        Assert.Equal(Enumerable.Range(1, 12), Tensor("conv/weights"));
        Assert.Equal(Enumerable.Range(1, 18), Tensor("dw/weights"));
        Assert.Equal([-8, -16], Tensor("dw/biases"));
        Assert.Equal([-1, -2, -3], Tensor("pw/biases"));
        Assert.Equal([-1 << 24, -2 << 24], Tensor("fc/biases"));

        IEnumerable<int> Tensor(string name) => model[network.Tensors.Single(tensor => tensor.Name == name)];
    }

    /// <summary>The front end of the C++ code, of whose settings the file has three.</summary>
    [Fact]
    public void The_window_of_the_input_gives_the_front_end()
    {
        string output = _directory.PathOf("m.safetensors");
        string folder = CmsisFolder.Write(_directory, CmsisFolder.Network.Replace(
            "\"frames\": 4", "\"frames\": 4, \"window_samples\": 640, \"stride_samples\": 320, \"fraction_bits\": 1",
            StringComparison.Ordinal));
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("import", "cmsis", folder, "--output", output));
        Assert.Equal(
            new FrontEnd
            {
                WindowLength = 640,
                HopLength = 320,
                FrameCount = 4,
                CoefficientCount = 3,
                Bits = 8,
                FractionBits = 1,
                Rounding = MidpointRounding.AwayFromZero,
            },
            KwsModel.Load(output).FrontEnd);
        Assert.Contains(
            "1 bits behind the binary point, ties rounded away from zero", CliResult.Run("model", "show", "--model", output).Out,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "\"frames\": 4", "\"frames\": 4, \"window_samples\": 640", "network: input: 'stride_samples' is missing, expected an integer")]
    [InlineData(
        "\"frames\": 4", "\"frames\": 4, \"window_samples\": 64, \"stride_samples\": 1, \"fraction_bits\": 1",
        "WindowLength is 64, expected 65 to 4096")]
    [InlineData(
        "\"kind\": \"average_pool\"", "\"kind\": \"max_pool\"",
        "network: layers[3]: 'kind' is 'max_pool', expected convolution, depthwise_convolution, pointwise_convolution, fully_connected "
            + "or average_pool")]
    [InlineData("\"out_left_shift\": 2, ", "", "network: layers[3]: 'out_left_shift' is missing, expected an integer")]
    [InlineData("\"out_shift\": 6", "\"out_shift\": 32", "conv/requantized: shift is 32, expected 0 to 31")]
    [InlineData("\"bias_shift\": 24", "\"bias_shift\": 25", "network: layers[4]: 'bias_shift' is 25, expected 0 to 24")]
    [InlineData("\"bias_shift\": 24", "\"bias_shift\": \"24\"", "network: layers[4]: 'bias_shift' is \"24\", expected an integer")]
    [InlineData("\"stride\": [2, 2]", "\"stride\": [0, 2]", "conv: stride time is 0, expected 1 to 1024")]
    [InlineData(
        "[0, 0], \"bias_shift\": 2", "[1, 0], \"bias_shift\": 2",
        "network: layers[0]: padding [1, 0] to 'output_shape' [2, 2, 2] is neither VALID nor SAME of 4 x 3 x 1: SAME is padding [0, 0] "
            + "to [2, 2]")]
    [InlineData("\"input_shape\": [3]", "\"input_shape\": [4]", "network: layers[4]: 'input_shape' is [4], expected [1, 1, 3]")]
    [InlineData("\"input_shape\": [3]", "\"input_shape\": [3.5]", "network: layers[4]: 'input_shape' has 3.5, expected integers")]
    [InlineData(
        "\"output_shape\": [2, 2, 3]", "\"output_shape\": [2, 1, 3]",
        "network: layers[2]: 'output_shape' is [2, 1, 3], expected [2, 2, 3]")]
    [InlineData(
        "\"output_shape\": [2],", "\"output_shape\": [],", "network: layers[4]: 'output_shape' is empty, expected the lengths of the axes")]
    [InlineData(
        "[\"output\", \"input\"]", "[\"input\", \"output\"]",
        "network: layers[4]: 'weight_axes' is [input, output], expected [output, input]")]
    [InlineData("\"shape\": [4, 3, 1]", "\"shape\": [3, 4, 1]", "network: input: 'shape' is [3, 4, 1], expected [4, 3, 1]")]
    [InlineData("\"frames\": 4", "\"frames\": 0", "number of frames is 0, expected 1 to 1024")]
    [InlineData("[\"no\", \"yes\"]", "[\"no\"]", "1 labels, expected 2")]
    [InlineData("[\"no\", \"yes\"]", "[\"no\", 2]", "network: 'labels' has 2, expected a string")]
    [InlineData("\"int8\"", "\"int16\"", "network: 'element_type' is 'int16', expected int8")]
    [InlineData(
        "\"weights/fc-bias.npy\"", "\"../fc-bias.npy\"", "network: layers[4]: '../fc-bias.npy' is not the name of a file in this folder")]
    [InlineData("\"labels\": [", "\"labels\": {", "network: not JSON", true)]
    public void A_network_that_is_not_possible_is_one_line(string text, string replacement, string message, bool prefixOnly = false)
    {
        Assert.Contains(text, CmsisFolder.Network, StringComparison.Ordinal);
        string folder = CmsisFolder.Write(_directory, CmsisFolder.Network.Replace(text, replacement, StringComparison.Ordinal));
        AssertRefused(folder, $"{Path.Combine(folder, "network.json")}: {message}", prefixOnly);
    }

    [Fact]
    public void A_damaged_array_is_one_line()
    {
        string folder = CmsisFolder.Write(_directory);
        string file = Path.Combine(folder, "weights/pw-weights.npy");
        byte[] whole = File.ReadAllBytes(file);
        Refused("the shape is (2, 3, ), expected (3, 2)", CmsisFolder.Array(1, "|i1", isFortran: false, 2, 3));
        Refused("the values are of type <i2, expected |i1 (signed bytes)", CmsisFolder.Array(1, "<i2", isFortran: false, 3, 2));
        Refused(
            "the array is in Fortran order, expected C order (numpy.ascontiguousarray converts it)",
            CmsisFolder.Array(1, "|i1", isFortran: true, 3, 2));
        Refused("5 values after the head of the array, expected 6", whole[..^1]);
        Refused("7 values after the head of the array, expected 6", [.. whole, 1]);
        Refused("the file ends after 20 bytes, within the head of the array: truncated", whole[..20]);
        Refused("the file ends after 7 bytes, within the head of the array: truncated", whole[..7]);
        Refused("the file is longer than 65542 bytes", new byte[70000]);
        Refused("the file is empty, expected a NumPy array", []);
        Refused("this is not a NumPy array: it does not begin with \\x93NUMPY", "1 2 3 4 5 6"u8.ToArray());
        File.Delete(file);
        AssertRefused(folder, $"{file}: there is no such file");
        Directory.CreateDirectory(file);
        AssertRefused(folder, $"{file}: this is a directory, expected a file");

        void Refused(string message, byte[] bytes)
        {
            File.WriteAllBytes(file, bytes);
            AssertRefused(folder, $"{file}: {message}");
        }
    }

    [Fact]
    public void Something_else_than_such_a_folder_is_one_line()
    {
        AssertRefused(_directory.Root, $"{_directory.PathOf("network.json")}: there is no such file");
        string file = _directory.Write("file", "");
        AssertRefused(file, $"{file}: this is a file, expected a directory");
        AssertRefused(_directory.PathOf("none"), $"{_directory.PathOf("none")}: there is no such directory");
    }

    [Fact]
    public void Without_a_file_to_write_it_is_wrong_usage() => CliResult.Run("import", "cmsis", "folder").AssertFailed(
        2, "Option '--output' is required; see kws import cmsis --help");

    private void AssertRefused(string folder, string message, bool prefixOnly = false)
    {
        string output = _directory.PathOf("m.safetensors");
        CliResult result = CliResult.Run("import", "cmsis", folder, "--output", output);
        result.AssertFailed(3, message, prefixOnly);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.False(File.Exists(output));
    }
}
