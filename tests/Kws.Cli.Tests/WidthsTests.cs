using System.Text.Json;
using Kws.Cli.Commands;
using Kws.Cli.Tests.Support;
using Kws.Fast;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Data;

namespace Kws.Cli.Tests;

public sealed class WidthsTests
{
    private static readonly string[] Sets = ["training", "validation", "testing"];

    [Fact]
    public void The_study_of_the_recorded_fingerprints()
    {
        string[] command = ["widths", TestData.Recorded, "--weights", HardwareTeam.Weights, "--json"];
        JsonElement study = JsonDocument.Parse(CliResult.Run(command).Out).RootElement;
        Assert.Equal(500, study.GetProperty("count").GetInt32());
        Assert.Equal(488, study.GetProperty("right").GetInt32());
        JsonElement[] layers = [.. study.GetProperty("layers").EnumerateArray()];
        Assert.Equal(
            ["conv_1", "conv_1/floor8", "conv_ds_1/dw_conv", "conv_ds_1/dw_conv/floor16", "max_pool", "conv_ds_1/pw_conv",
                "conv_ds_1/pw_conv/floor256", "fc1"],
            layers.Select(layer => layer.GetProperty("layer").GetString()));
        Assert.Equal([12, 9, 13, 9, 9, 15, 7, 14], layers.Select(layer => layer.GetProperty("observedBits").GetInt32()));
        Assert.All(layers, layer =>
        {
            int lossless = layer.GetProperty("losslessBits").GetInt32();
            Assert.InRange(layer.GetProperty("nearlyLosslessBits").GetInt32(), 2, lossless);
            JsonElement[] saturated = [.. layer.GetProperty("saturated").EnumerateArray()];
            Assert.True(
                saturated.Single(setting => setting.GetProperty("bits").GetInt32() == lossless).GetProperty("right").GetInt32() >= 488);
            Assert.True(
                saturated.Single(setting => setting.GetProperty("bits").GetInt32() == lossless - 1).GetProperty("right").GetInt32() < 488);
        });
        Assert.Equal([7, 8, 12], layers.Select(layer => layer.GetProperty("shifted").GetArrayLength()).Where(count => count > 0));
        Assert.InRange(study.GetProperty("rightNearlyLossless").GetInt32(), 1, 500);

        // An accumulator that saturates at every addition, computed by another program: the bits that do for finished values do not for it.
        Dictionary<int, int> sums = layers[5].GetProperty("saturatedSums").EnumerateArray()
            .ToDictionary(setting => setting.GetProperty("bits").GetInt32(), setting => setting.GetProperty("right").GetInt32());
        Assert.Equal((488, 487, 480, 269), (sums[15], sums[14], sums[13], sums[12]));
        Assert.Equal(
            [0, 2, 5, 7], layers.Index().Where(layer => layer.Item.TryGetProperty("observedSumBits", out _)).Select(layer => layer.Index));
        Assert.InRange(study.GetProperty("rightNearlyLosslessSums").GetInt32(), 470, 500);
    }

    [Fact]
    public void The_tables_have_a_row_a_width_and_a_column_a_layer()
    {
        CliResult result = CliResult.Run("widths", TestData.Recorded, "--split", "testing");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("conv_1/floor8", result.Out, StringComparison.Ordinal);
        Assert.Contains("accuracy with all of them, %", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "Accuracy in % with another shift of one floor division, biases as they are:\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_without_fingerprints_is_refused()
    {
        using var directory = new TemporaryDirectory();
        string line = File.ReadLines(TestData.Recorded).First(line => line.StartsWith("_silence_\t", StringComparison.Ordinal));
        CliResult.Run("widths", directory.Write("silence.txt", line + "\n"), "--split", "training")
            .AssertFailed(ExitCode.BadInput, "there is no fingerprint in the sets asked for");
    }

    /// <summary>Fewer bits of the transform are those of the option.</summary>
    [Fact]
    public void Clips_with_an_integer_front_end_have_the_bits_of_its_transform()
    {
        using var directory = new TemporaryDirectory();
        foreach (string word in new[] { "cat", "happy" })
        {
            Directory.CreateDirectory(directory.PathOf(word));
            File.Copy(TestData.PathOf($"{word}.wav"), directory.PathOf($"{word}/a_nohash_0.wav"));
        }

        string folder = directory.PathOf(".");
        CliResult study = CliResult.Run("widths", folder, "--arithmetic", "integers", "--transform-bits", "10", "--json");
        JsonElement[] transform = [.. JsonDocument.Parse(study.Out).RootElement.GetProperty("transform").EnumerateArray()];
        Assert.Equal([10, 9, 8], transform.Select(one => one.GetProperty("bits").GetInt32()));
        foreach (JsonElement one in transform)
        {
            CliResult evaluated = CliResult.Run(
                "evaluate", folder, "--arithmetic", "integers", "--transform-bits", $"{one.GetProperty("bits").GetInt32()}", "--json");
            JsonElement sets = JsonDocument.Parse(evaluated.Out).RootElement;
            double right = Sets.Sum(
                set => sets.TryGetProperty(set, out JsonElement found) && found.GetProperty("count").GetInt32() is > 0 and var count
                    ? Math.Round(count * found.GetProperty("accuracy").GetDouble())
                    : 0);
            Assert.Equal(right, one.GetProperty("right").GetInt32());
        }

        Assert.False(JsonDocument.Parse(CliResult.Run("widths", folder, "--json").Out).RootElement.TryGetProperty("transform", out _));
    }

    /// <summary>The bits are those of the front end that fingerprints are made with, not of the table alone.</summary>
    [Fact]
    public void Every_reading_has_a_front_end_of_its_bits()
    {
        KwsModel model = KwsModel.Default;
        FrontEnd frontEnd = model.FrontEnd with { Arithmetic = FrontEndArithmetic.Integers, TransformBits = 10 };
        var read = new List<int>();
        TransformWidths.Of(
            new KwsClassifier(new KwsModel(model.Network, model.Tensors, model.Labels, frontEnd)),
            fewer =>
            {
                read.Add(fewer.Model.FrontEnd.TransformBits);
                return new Evaluator(fewer.Model);
            },
            [Split.Testing]);
        Assert.Equal([10, 9, 8], read);
    }
}
