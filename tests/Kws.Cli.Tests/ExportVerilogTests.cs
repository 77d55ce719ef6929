using System.Text.Json;
using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class ExportVerilogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory.PathOf("rtl");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_top_says_multipliers_cycles_and_widths()
    {
        Assert.Equal(new CliResult(0, "", ""), Export("--multipliers", "16"));
        string top = File.ReadAllText(Path.Combine(Target, "kws.v"));
        Assert.StartsWith("// A keyword-spotting network in Verilog-2005 with 16 multipliers: 4460 cycles per inference.\n", top);
        Assert.Contains(
            "//   operand  weight  product  accumulator  value\n//         6       6       11           14     11  conv_1\n", top);
        Assert.Contains("  parameter LANES = 16,  ", top);
    }

    [Fact]
    public void Golden_logits_are_those_of_the_first_fifty_fingerprints()
    {
        Assert.Equal(0, Export("--multipliers", "1").ExitCode);
        Assert.Equal(50 * 300, File.ReadAllLines(Path.Combine(Target, "fingerprints.mem")).Length);

        // 375 50 -287 -327 in 19 bits.
        Assert.Equal(["00177", "00032", "7fee1", "7feb9"], File.ReadAllLines(Path.Combine(Target, "logits.mem"))[4..8]);
        Assert.Equal("0", File.ReadAllLines(Path.Combine(Target, "labels.mem"))[1]);
    }

    [Fact]
    public void More_fingerprints_than_there_are_leave_nothing()
    {
        Export("--multipliers", "1", "--count", "501").AssertFailed(
            3, $"{TestData.Recorded}: only 500 fingerprints, --count 501 asks for more");
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public void A_recurrent_model_is_refused_with_the_name_of_its_layer()
    {
        Export("--multipliers", "1", "--count", "1", "--model", RecurrentModel()).AssertFailed(
            3, "this model cannot be written as Verilog: recurrence is a recurrent layer, expected a feed-forward network");
        Assert.False(Directory.Exists(Target));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1025")]
    [InlineData("many")]
    public void A_number_of_multipliers_out_of_range_is_refused(string number) =>
        Export("--multipliers", number).AssertFailed(
            2, $"--multipliers is '{number}', expected an integer from 1 to 1024; see kws export verilog --help");

    [Fact]
    public void A_directory_with_something_in_it_is_refused()
    {
        Directory.CreateDirectory(Target);
        _directory.Write("rtl/mine.txt", "");
        Export("--multipliers", "1").AssertFailed(3, $"{Target}: this directory is not empty, expected one that is new or empty");
        Assert.Single(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public void An_estimate_has_the_cycles_of_each_number_of_multipliers()
    {
        CliResult result = CliResult.Run("estimate", "--multipliers", "1,16");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("1 multiplier, 12,228 bits of weights and biases, 71,764 bits of memory for values\n", result.Out);
        Assert.Matches("\nconv_ds_1/pw_conv +768 +772 +99.5 ", result.Out);
        Assert.Matches("\ntogether +68,032 +70,748 ", result.Out);
        Assert.Matches("\ntogether +68,032 +4,460 ", result.Out);
    }

    [Fact]
    public void An_estimate_in_JSON_has_every_layer()
    {
        CliResult result = CliResult.Run("estimate", "--multipliers", "16", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        using var json = JsonDocument.Parse(result.Out);
        JsonElement estimate = json.RootElement.GetProperty("estimates")[0];
        Assert.Equal(4460, estimate.GetProperty("cycles").GetInt32());
        Assert.Equal(
            ["conv_1", "conv_ds_1/dw_conv", "max_pool", "conv_ds_1/pw_conv", "fc1", "logits"],
            estimate.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()));
        Assert.Equal(
            4460, estimate.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("cycles").GetInt32()));
    }

    [Fact]
    public void An_estimate_of_a_recurrent_model_has_products_but_no_cycles()
    {
        CliResult result = CliResult.Run("estimate", "--multipliers", "4", "--model", RecurrentModel());
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("no cycles: a recurrent model has no circuit\n", result.Out);

        // 30 frames of 3 gates x 2 units x 2 outputs.
        Assert.Matches("\nrecurrence +360 +[0-9]", result.Out);
    }

    [Theory]
    [InlineData("4,0")]
    [InlineData("1025")]
    [InlineData("4,")]
    public void An_estimate_for_no_number_of_multipliers_is_refused(string numbers) =>
        CliResult.Run("estimate", "--multipliers", numbers).AssertFailed(
            2,
            $"--multipliers is '{numbers}', expected an integer from 1 to 1024, or several with commas between them; "
            + "see kws estimate --help");

    /// <summary>Gated recurrent units over the frames of recorded fingerprints.</summary>
    private string RecurrentModel()
    {
        var window = new Window(1, 10, 1, 1, Padding.Valid);
        var input = new TensorShape(30, 10, 1);
        var frames = new ConvolutionLayer("frames", input, 6, window, "frames/weights");
        var recurrence = new GruLayer("recurrence", frames.Output, 5, "recurrence/weights", 4);
        var last = new LastFrameLayer("last", recurrence.Output);
        var model = Models.Make(new Network(input, [frames, recurrence, last]), (_, i) => i % 7);
        string path = _directory.PathOf("gru.safetensors");
        model.Save(path);
        return path;
    }

    private CliResult Export(params string[] options) =>
        CliResult.Run(["export", "verilog", TestData.Recorded, "--output", Target, .. options]);
}
