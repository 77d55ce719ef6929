using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary><c>kws model show</c>.</summary>
public sealed class ModelShowTests
{
    [Fact]
    public void Show_lists_axes_range_and_bits()
    {
        string[] lines = CliResult.Run("model", "show", "--weights", HardwareTeam.Weights).Out.Split('\n');
        int first = Array.FindIndex(lines, line => line.StartsWith("tensor ", StringComparison.Ordinal));
        Assert.Equal(["tensor", "axes", "values", "min", "max", "bits"], lines[first].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^DS-CNN/conv_1/weights:0 +\[channel 48\]\[time 4\]\[frequency 4\] +768 +-32 +30 +6 *$", lines[first + 1]);
        Assert.Matches(@"^DS-CNN/fc1/biases:0 +\[out 4\] +4 +-57 +80 +8 *$", lines[first + 5]);
    }

    [Fact]
    public void Show_says_all_that_a_model_file_holds()
    {
        string[] lines = CliResult.Run("model", "show").Out.Split('\n');
        Assert.Equal(
            [
                "network    2 48 4 4 2 2 16 3 3 1 1",
                "input      30 x 10 x 1, -32 to 31",
                "labels     _silence_, _unknown_, cat, happy",
                "front end  16000 Hz, windows of 1024 every 512 samples, 40 bands from 20 to 4000 Hz",
                "",
            ],
            lines[..5]);
        Assert.Matches(@"^layer +kind +output +products +at a new frame$", lines[5]);
        Assert.Matches(@"^conv_1 +convolution 4 x 4, stride 2 x 2 +14 x 4 x 48 +43008 +3072$", lines[6]);
        Assert.Matches(@"^conv_1/floor8 +shift right 3, floor +14 x 4 x 48 *$", lines[7]);
        Assert.Matches(@"^conv_ds_1/dw_conv +depthwise convolution 3 x 3, same +14 x 4 x 48 +19200 +19200$", lines[8]);
        Assert.Matches(@"^max_pool +max pool 14 x 4 +1 x 1 x 48 *$", lines[10]);
        Assert.Matches(@"^fc1 +fully connected +1 x 1 x 4 +64 +64$", lines[13]);
    }

    [Theory]
    [InlineData("DS-CNN/fc1/biases:0")]
    [InlineData("DS-CNN_fc1_biases_0")]
    public void Show_prints_the_values_of_a_tensor(string name) =>
        Assert.Equal("DS-CNN/fc1/biases:0 [out 4]\n159 -108 -101 -82\n", CliResult.Run("model", "show", "--tensor", name).Out);

    [Fact]
    public void Show_tells_the_position_of_values()
    {
        string[] lines = CliResult.Run("model", "show", "--tensor", "DS-CNN/conv_1/weights:0").Out.Split('\n');
        Assert.Equal("DS-CNN/conv_1/weights:0 [channel 48][time 4][frequency 4]", lines[0]);
        Assert.Equal("channel 0, time 0: 19 -24 -6 18", lines[1]);
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
        string table = CliResult.Run("model", "show", "--weights", weights).Out;
        Assert.Matches($@"\[out 4\] +4 +{first} +{second} +{bits} *$", table.TrimEnd('\n'));
    }

    [Fact]
    public void Show_lists_the_tensors_when_one_is_unknown() =>
        CliResult.Run("model", "show", "--tensor", "fc1").AssertFailed(
            3,
            "--tensor 'fc1' is unknown; the tensors are DS-CNN/conv_1/weights:0, DS-CNN/conv_ds_1/dw_conv/depthwise_weights:0, "
            + "DS-CNN/conv_ds_1/pw_conv/weights:0, DS-CNN/fc1/weights:0, DS-CNN/fc1/biases:0");
}
