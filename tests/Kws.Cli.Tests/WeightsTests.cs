using Kws.Cli.Tests.Support;
using Kws.Model;

namespace Kws.Cli.Tests;

public sealed class WeightsTests
{
    [Fact]
    public void Show_lists_axes_range_and_bits()
    {
        string[] lines = CliResult.Run("weights", "show", "--weights", TestData.Weights).Out.Split('\n');
        Assert.Equal(["tensor", "axes", "values", "min", "max", "bits"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^DS-CNN/conv_1/weights:0 +\[channel 48\]\[time 4\]\[frequency 4\] +768 +-32 +30 +6 *$", lines[1]);
        Assert.Matches(@"^DS-CNN/fc1/biases:0 +\[out 4\] +4 +-57 +80 +8 *$", lines[5]);
    }

    [Theory]
    [InlineData("DS-CNN/fc1/biases:0")]
    [InlineData("DS-CNN_fc1_biases_0")]
    public void Show_prints_the_values_of_a_tensor(string name) =>
        Assert.Equal("DS-CNN/fc1/biases:0 [out 4]\n80 -57 -5 23\n", CliResult.Run("weights", "show", "--tensor", name).Out);

    [Fact]
    public void Show_tells_the_position_of_values()
    {
        string[] lines = CliResult.Run("weights", "show", "--tensor", "DS-CNN/conv_1/weights:0").Out.Split('\n');
        Assert.Equal("DS-CNN/conv_1/weights:0 [channel 48][time 4][frequency 4]", lines[0]);
        Assert.Equal("channel 0, time 0: 5 -7 -10 3", lines[1]);
        Assert.StartsWith("channel 47, time 3: ", lines[192]);
    }

    [Theory]
    [InlineData(-32, 31, 6)]
    [InlineData(-33, 0, 7)]
    [InlineData(0, 32, 7)]
    [InlineData(0, 0, 1)]
    [InlineData(-1, -1, 1)]
    [InlineData(int.MinValue, int.MaxValue, 32)]
    public void Bits_are_those_of_twos_complement(int first, int second, int bits)
    {
        using var directory = new TemporaryDirectory();
        string weights = directory.PathOf("weight.h");
        WeightFile.Write(weights, Models.Make(
            DsCnn.Default, (spec, i) => !Models.IsBias(spec) ? 0 : i == 0 ? first : second));
        string table = CliResult.Run("weights", "show", "--weights", weights).Out;
        Assert.Matches($@"\[out 4\] +4 +{first} +{second} +{bits} *$", table.TrimEnd('\n'));
    }

    [Fact]
    public void Show_lists_the_tensors_when_one_is_unknown() =>
        CliResult.Run("weights", "show", "--tensor", "fc1").AssertFailed(
            3,
            "--tensor 'fc1' is unknown; the tensors are DS-CNN/conv_1/weights:0, DS-CNN/conv_ds_1/dw_conv/depthwise_weights:0, "
            + "DS-CNN/conv_ds_1/pw_conv/weights:0, DS-CNN/fc1/weights:0, DS-CNN/fc1/biases:0");

    [Fact]
    public void Convert_gives_the_canonical_file_byte_for_byte()
    {
        using var directory = new TemporaryDirectory();
        string canonical = File.ReadAllText(TestData.Weights);
        string arrays = canonical
            .Replace("#define DS-CNN_", "// a comment\nconst int8_t DS_CNN_", StringComparison.Ordinal)
            .Replace(" {", "[] = {\n  ", StringComparison.Ordinal)
            .Replace("}", "};", StringComparison.Ordinal);
        string input = directory.Write("weights.c", arrays);
        string output = directory.PathOf("weight.h");

        CliResult result = CliResult.Run("weights", "convert", input, output);

        Assert.Equal(new CliResult(0, "", ""), result);
        Assert.Equal(File.ReadAllBytes(TestData.Weights), File.ReadAllBytes(output));
        Assert.Equal(0, CliResult.Run("weights", "convert", output, output).ExitCode);
        Assert.Equal(File.ReadAllBytes(TestData.Weights), File.ReadAllBytes(output));
    }

    [Fact]
    public void Convert_leaves_the_old_file_when_the_input_is_damaged()
    {
        using var directory = new TemporaryDirectory();
        string input = directory.Write("weights.c", "#define DS-CNN_fc1_biases_0 {1, 2}\n");
        string output = directory.Write("weight.h", "old");
        CliResult.Run("weights", "convert", input, output).AssertFailed(
            3, $"{input}:1: DS-CNN/fc1/biases:0: 2 values, expected 4 [out 4]");
        Assert.Equal("old", File.ReadAllText(output));
        Assert.Equal(["weight.h", "weights.c"], directory.FileNames);
    }
}
