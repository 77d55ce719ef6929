using System.Globalization;
using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Layers that TensorFlow, numpy and people print.</summary>
public sealed class ReplayPrintedTests : IDisposable
{
    private static readonly InferenceTrace Right = PrintedLayers.Trace(0);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Layers_below_their_names() => AssertIdentical("1 case and 10836 values", PrintedLayers.Named(Right));

    [Fact]
    public void Layers_in_any_order_make_a_case_and_a_layer_again_the_next_one() =>
        AssertIdentical(
            "3 cases and 32508 values",
            PrintedLayers.Named(Right)
            + string.Concat(PrintedLayers.Trace(1).Layers.Reverse().Select(PrintedLayers.Named))
            + PrintedLayers.Named(PrintedLayers.Trace(2)));

    [Fact]
    public void Headings_in_words() =>
        AssertIdentical(
            "1 case and 10836 values",
            $"""
            fingerprint_input 10*30 (input feature map) [[{string.Join(' ', Right.Layers[0].Values)}]]
            -> something else
            result of first convolution {PrintedLayers.Array(Right["conv_1"])}
            result of first convolution /8
            {PrintedLayers.Array(Right["conv_1/floor8"])}
            Depthwise:
            {PrintedLayers.Array(Right["conv_ds_1/dw_conv"])}
            depthwise / 16
            {PrintedLayers.Array(Right["conv_ds_1/dw_conv/floor16"])}
            max pool
            {PrintedLayers.Array(Right["max_pool"])}
            pointwise
            {PrintedLayers.Array(Right["conv_ds_1/pw_conv"])}
            pointwise/256
            {PrintedLayers.Array(Right["conv_ds_1/pw_conv/floor256"])}
            # logits
            {PrintedLayers.Array(Right["fc1"])}
            """);

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0}.")]
    [InlineData("{0}.000")]
    [InlineData("{0}e+00,")]
    public void Whole_numbers_in_any_notation(string format)
    {
        string Format(int value) => string.Format(CultureInfo.InvariantCulture, format, value);
        AssertIdentical(
            "1 case and 2692 values",
            $"fingerprint_input\narray({PrintedLayers.Array(Right.Layers[0], Format)}, dtype=float32)\n"
            + $"conv_1\ntf.Tensor(\n{PrintedLayers.Array(Right["conv_1"], Format)}, shape=(1, 14, 4, 48), dtype=int32)\n"
            + $"fc1\n[{string.Join(' ', Right["fc1"].Values.Select(Format))}]");
    }

    [Fact]
    public void Files_named_as_layers_make_a_case_of_their_folder()
    {
        foreach (int number in new[] { 0, 1 })
        {
            Directory.CreateDirectory(_directory.PathOf($"{number}"));
            foreach (LayerValues layer in PrintedLayers.Trace(number).Layers)
            {
                _directory.Write($"{number}/{layer.Name.Replace('/', '_')}.txt", PrintedLayers.Array(layer));
            }
        }

        _directory.Write("2.txt", PrintedLayers.Named(PrintedLayers.Trace(2)));
        Assert.Contains("\n3 cases and 32508 values compared, 3 cases identical", CliResult.Run("replay", _directory.Root).Out);

        string pool = _directory.PathOf("1/max_pool.txt");
        _directory.Write(
            "1/max_pool.txt", PrintedLayers.Array(PrintedLayers.Change(PrintedLayers.Trace(1), "max_pool", 3, -9)["max_pool"]));
        CliResult result = CliResult.Run("replay", _directory.Root);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            $"{_directory.PathOf("1")}: max_pool is the first layer that differs, at time 0, frequency 0, channel 3: expected ",
            result.Out);

        File.AppendAllText(pool, $"\n{PrintedLayers.Array(Right["max_pool"])}");
        CliResult.Run("replay", _directory.Root).AssertFailed(
            3, $"{pool}:2: a second tensor begins here, expected one in a file with the name of a layer");
    }

    [Fact]
    public void A_wrong_value_is_found()
    {
        string file = Write(PrintedLayers.Named(PrintedLayers.Change(Right, "conv_1", (5 * 4 * 48) + (2 * 48) + 17, 4711)));
        CliResult result = CliResult.Run("replay", file);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            $"{file}, case 0: conv_1 is the first layer that differs, at time 5, frequency 2, channel 17: expected ", result.Out);
    }

    [Theory]
    [InlineData("fc1\n[1 2.5 3 4]", 2, "fc1, time 0, frequency 0, channel 1: '2.5', expected an integer from -2147483648 to 2147483647")]
    [InlineData(
        "fc1\n[1 2\n 3000000000 4]", 3,
        "fc1, time 0, frequency 0, channel 2: '3000000000', expected an integer from -2147483648 to 2147483647")]
    [InlineData("fc1 [1 nan 3 4]", 1, "fc1, time 0, frequency 0, channel 1: 'nan', expected an integer from -2147483648 to 2147483647")]
    [InlineData(
        "fingerprint_input [[1 32", 1, "fingerprint_input, time 0, frequency 1, channel 0: '32', expected an integer from -32 to 31")]
    [InlineData("fc1 [1 2 3]", 1, "3 values of fc1 in the brackets that open here, expected 4 (1 x 1 x 4)")]
    [InlineData("fc1\n\n[[1 2\n] [3 4]]", 3, "2 values of fc1 in the brackets that open here, expected 1 or 4 (1 x 1 x 4)")]
    [InlineData("fc1 [1 2 3 4 5]", 1, "more than 4 values of fc1, expected 1 x 1 x 4")]
    [InlineData("fc1 [[1 2 3 4]\n", 1, "the '[' is never closed: the file ends after 4 values of fc1, expected 1 x 1 x 4")]
    [InlineData(
        "fc1 [1 2 ... 4]", 1, "the print was abbreviated with '...', expected all values (numpy: set_printoptions(threshold=sys.maxsize))")]
    [InlineData("fc1 1 2]", 1, "found ']' without a '[' before it")]
    [InlineData(
        "result\n[1 2 3 4]", 2,
        "a tensor of no known layer begins here, expected the layer's name before it or as the name of the file: " + Names)]
    [InlineData(
        "conv_1x [1", 1,
        "a tensor of no known layer begins here, expected the layer's name before it or as the name of the file: " + Names)]
    [InlineData(
        "conv_1 fc1 [1", 1,
        "a tensor of no known layer begins here, expected the layer's name before it or as the name of the file: " + Names)]
    [InlineData(
        "depthwise or pointwise [1", 1,
        "a tensor of no known layer begins here, expected the layer's name before it or as the name of the file: " + Names)]
    [InlineData("fc1 1 2 3 4\n", 0, "there is no tensor, expected values between brackets below the name of a layer, or recorded cases")]
    [InlineData(
        "\n# a comment\nkws-recorded-cases 2\n", 3,
        "found 'kws-recorded-cases 2', expected 'kws-recorded-cases 1', the name and version of the format")]
    public void Damaged_text_is_refused_with_its_place(string text, int line, string message)
    {
        string file = Write(text);
        CliResult.Run("replay", file).AssertFailed(3, line > 0 ? $"{file}:{line}: {message}" : $"{file}: {message}");
    }

    [Fact]
    public void Axes_in_another_order_are_named()
    {
        // [channel][time][frequency]: the innermost brackets hold 4 values, not 48.
        LayerValues layer = Right["conv_1"];
        int[] values = LayerArrays.Transposed(layer, "channel, time, frequency");
        string file = Write(
            PrintedLayers.Named(Right.Layers[0])
            + PrintedLayers.Named(layer with { Shape = new TensorShape(48, 14, 4), Values = [.. values] }));
        CliResult result = CliResult.Run("replay", file);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.EndsWith("\nconv_1: equal, in the order channel, time, frequency (1 case)\n", result.Out);
    }

    [Fact]
    public void Brackets_that_fit_no_order_of_axes_are_refused()
    {
        string file = Write("conv_1\n[[" + string.Join("] [", Enumerable.Repeat("1 2 3", 896)) + "]]");
        CliResult.Run("replay", file).AssertFailed(
            3,
            $"{file}:2: 3 values of conv_1 in the brackets that open here, expected 1 or 48 or 192 or 2688 (14 x 4 x 48), or axes in one "
                + "other order");
    }

    [Fact]
    public void Missing_files_and_empty_folders_are_told()
    {
        CliResult.Run("replay", _directory.PathOf("none.txt")).AssertFailed(3, $"{_directory.PathOf("none.txt")}: there is no such file");
        CliResult.Run("replay", _directory.Root).AssertFailed(
            3,
            $"{_directory.Root}: there is no file of layers (.txt, .npy, .hex, .mem, .h, .c, .json, .raw, .bin) in this directory or "
                + "below");
    }

    private const string Names = "fingerprint_input, conv_1, conv_1/floor8, conv_ds_1/dw_conv, conv_ds_1/dw_conv/floor16, max_pool, "
        + "conv_ds_1/pw_conv, conv_ds_1/pw_conv/floor256, fc1";

    private string Write(string text) => _directory.Write("1.txt", text);

    private void AssertIdentical(string compared, string text)
    {
        CliResult result = CliResult.Run("replay", Write(text));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains($"\n{compared} compared, {compared.Split(" and ")[0]} identical to the reference\n", result.Out);
    }
}
