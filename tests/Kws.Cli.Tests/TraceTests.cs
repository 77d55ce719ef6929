using Kws.Cli.Output;
using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class TraceTests
{
    private static readonly int[] Channel0 = [2, -5, -4, -7, 1, -2, -7, -12, 0, 1, 0, -6, 0, -1, -8, -9];
    private static readonly int[] Channel1 = [0, 0, -13, 4, -2, 5, -6, 1, -3, 3, 4, -3, -2, 1, 12, 2];

    [Fact]
    public void The_golden_numbers_of_the_original_team_appear()
    {
        using var directory = new TemporaryDirectory();
        string weights = directory.PathOf("weight.h");
        WeightFile.Write(weights, Models.Make(
            DsCnn.Default,
            (spec, i) => spec.Name == "DS-CNN/conv_1/weights:0" && i < 32 ? (i < 16 ? Channel0[i] : Channel1[i - 16]) : 0));

        CliResult result = CliResult.Run("trace", TestData.GoldenFingerprint, "--weights", weights);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\nconv_1 [time 14][frequency 4][channel 48]\ntime 0, frequency 0: 29 -186 0 0 ", result.Out);
        Assert.Contains("\nconv_1/floor8 [time 14][frequency 4][channel 48]\ntime 0, frequency 0: 3 -24 0 0 ", result.Out);
        Assert.EndsWith("\nfc1 [time 1][frequency 1][channel 4]\n0 0 0 0\n\nlabel 0 _silence_\n", result.Out);
    }

    [Fact]
    public void One_layer_of_one_fingerprint_with_what_the_file_says_about_it() =>
        Assert.Equal(
            $"# {TestData.Recorded}, fingerprint 1 (line 5)\n"
            + "# expected label _silence_, source _silence_/1043.wav\n"
            + "# model_size_info 2 48 4 4 2 2 16 3 3 1 1\n\n"
            + "fc1 [time 1][frequency 1][channel 4]\n375 50 -287 -327\n",
            CliResult.Run("trace", TestData.Recorded, "--index", "1", "--layer", "fc1").Out);

    [Fact]
    public void All_layers_are_printed_in_order()
    {
        string[] headings = [.. CliResult.Run("trace", TestData.Recorded).Out.Split('\n').Where(line => line.Contains('['))];
        IEnumerable<string> layers = DsCnn.Default.Layers.Select(
            layer => $"{layer.Name} [time {layer.Output.Time}][frequency {layer.Output.Frequency}][channel {layer.Output.Channels}]");
        Assert.Equal(["fingerprint_input [time 30][frequency 10][channel 1]", .. layers], headings);
    }

    [Fact]
    public void Standard_input_is_read()
    {
        using TextReader input = File.OpenText(TestData.GoldenFingerprint);
        CliResult result = CliResult.RunWithInput(input, "trace", "-", "--layer", InferenceTrace.InputName);
        Assert.Equal("# -, fingerprint 0 (line 2)", result.Out.Split('\n')[0]);
        Assert.Contains("\ntime 1: 19 0 -3 -1 -2 1 0 -1 -2 1\n", result.Out);
    }

    [Fact]
    public void Axes_of_length_one_are_left_out_of_positions()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var screen = new Screen(new CliContext(TextReader.Null, writer, TextWriter.Null, CancellationToken.None));
        TensorText.Write(screen, new LayerValues("a", new TensorShape(2, 1, 3), [1, 2, 3, 4, 5, 6]));
        TensorText.Write(screen, new LayerValues("b", new TensorShape(1, 1, 1), [-7]));
        Assert.Equal(
            "a [time 2][frequency 1][channel 3]\ntime 0: 1 2 3\ntime 1: 4 5 6\nb [time 1][frequency 1][channel 1]\n-7\n",
            writer.ToString());
    }

    [Fact]
    public void An_unknown_layer_lists_the_known_ones() =>
        CliResult.Run("trace", TestData.Recorded, "--layer", "conv").AssertFailed(
            3,
            "--layer 'conv' is unknown; the layers are fingerprint_input, conv_1, conv_1/floor8, conv_ds_1/dw_conv, "
            + "conv_ds_1/dw_conv/floor16, max_pool, conv_ds_1/pw_conv, conv_ds_1/pw_conv/floor256, fc1");

    [Fact]
    public void An_index_behind_the_end_tells_how_many_there_are() =>
        CliResult.Run("trace", TestData.Recorded, "--index", "500").AssertFailed(
            3, $"{TestData.Recorded}: there is no fingerprint 500, expected 0 to 499");
}
