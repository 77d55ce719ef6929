using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class ReplayTests : IDisposable
{
    private static readonly InferenceTrace Right = PrintedLayers.Trace(0);

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Layers { get; } = [.. DsCnn.Default.Layers.Select(layer => layer.Name)];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_record_writes_is_identical()
    {
        string cases = _directory.PathOf("cases.txt");
        CliResult.Run("record", TestData.Recorded, "--output", cases);
        CliResult result = CliResult.Run("replay", cases);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            """
                                               from the fingerprint  from its recorded input
            layer                       cases  compared   different  compared          wrong
            conv_1                        500       500           0       500              0
            conv_1/floor8                 500       500           0       500              0
            conv_ds_1/dw_conv             500       500           0       500              0
            conv_ds_1/dw_conv/floor16     500       500           0       500              0
            max_pool                      500       500           0       500              0
            conv_ds_1/pw_conv             500       500           0       500              0
            conv_ds_1/pw_conv/floor256    500       500           0       500              0
            fc1                           500       500           0       500              0
            500 cases and 5418000 values compared, 500 cases identical to the reference

            """.ReplaceLineEndings("\n"),
            string.Concat(result.Out.Split('\n').Select(line => line.TrimEnd() + "\n"))[..^1]);
    }

    [Fact]
    public void Recorded_cases_may_have_the_name_of_a_layer()
    {
        string cases = _directory.PathOf("conv_1.txt");
        CliResult.Run("record", TestData.Recorded, "--index", "0", "--layer", "conv_1", "--output", cases);
        Assert.Contains("\n1 case and 2688 values compared, 1 case identical to the reference\n", CliResult.Run("replay", cases).Out);

        // Beside printed layers of the same folder, which make a case of their own.
        _directory.Write("fingerprint_input.txt", PrintedLayers.Array(Right.Layers[0]));
        _directory.Write("fc1.txt", PrintedLayers.Array(PrintedLayers.Change(Right, "fc1", 0, 77)["fc1"]));
        _directory.Write("._fc1.txt", "no layer");
        CliResult result = CliResult.Run("replay", _directory.Root);
        Assert.StartsWith($"{_directory.Root}: fc1 is the first layer that differs", result.Out);
        Assert.Contains("\n2 cases and 2692 values compared, 1 case identical to the reference\n", result.Out);
    }

    [Fact]
    public void A_file_given_twice_is_compared_twice()
    {
        string file = _directory.Write("mod.txt", PrintedLayers.Named(Right));
        Assert.Contains("\n2 cases and 21672 values compared, 2 cases identical", CliResult.Run("replay", file, file).Out);
        string layer = _directory.Write("fc1.txt", PrintedLayers.Array(Right["fc1"]));
        CliResult.Run("replay", layer, layer).AssertFailed(3, $"{layer}:1: layer fc1 is given twice in this folder");
    }

    [Fact]
    public void Standard_input_is_read()
    {
        string cases = WriteCase("a", PrintedLayers.Change(Right, "fc1", 0, 77));
        CliResult result = CliResult.RunWithInput(File.OpenText(cases), "replay", "-");
        Assert.StartsWith("standard input, a: fc1 is the first layer that differs", result.Out);
        Assert.Equal(1, result.ExitCode);
        CliResult.RunWithInput(new StringReader("fc1\n[1 2 3]"), "replay", "-").AssertFailed(
            3, "standard input:2: 3 values of fc1 in the brackets that open here, expected 4 (1 x 1 x 4)");
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_first_wrong_value_is_named(string layer)
    {
        LayerValues values = Right[layer];
        int index = values.Values.Length - 2;
        (int time, int frequency, int channel) = values.Shape.PositionOf(index);
        InferenceTrace changed = PrintedLayers.Change(Right, layer, index, values.Values[index] + 5000);
        string file = WriteCase("case 7", changed);

        CliResult result = CliResult.Run("replay", file);
        Assert.Equal((1, "kws: 1 of 1 cases differ from the reference\n"), (result.ExitCode, result.Error));
        string where = $"at time {time}, frequency {frequency}, channel {channel}: expected {values.Values[index]}, "
            + $"found {values.Values[index] + 5000} (1 of {values.Values.Length} values differ)";
        Assert.Equal(
            [$"{file}, case 7: {layer} is the first layer that differs, {where}",
                $"{file}, case 7: {layer} is wrong given its recorded input, {where}"],
            result.Out.Split('\n')[..2]);
    }

    [Fact]
    public void An_error_in_one_layer_does_not_blame_the_layers_behind_it()
    {
        // What a program computes whose conv_1 has one wrong value, and all else is right.
        var reference = new ReferenceClassifier(KwsModel.Default);
        var layers = new List<LayerValues> { Right.Layers[0], PrintedLayers.Change(Right, "conv_1", 100, 12345)["conv_1"] };
        foreach (Layer layer in DsCnn.Default.Layers.Skip(1))
        {
            layers.Add(new LayerValues(layer.Name, layer.Output, [.. reference.Run(layer, layers[^1].Values.AsSpan())]));
        }

        string[] wrong = LinesOf(CliResult.Run("replay", WriteCase("a", new InferenceTrace(layers))), "wrong given");
        Assert.Contains(": conv_1 is wrong", Assert.Single(wrong));
    }

    [Fact]
    public void An_error_in_one_layer_does_not_hide_an_error_behind_it()
    {
        InferenceTrace changed = PrintedLayers.Change(PrintedLayers.Change(Right, "conv_1", 0, 12345), "fc1", 2, 7);
        CliResult result = CliResult.Run("replay", WriteCase("a", changed));
        Assert.Contains(": conv_1 is the first layer that differs", Assert.Single(LinesOf(result, "the first layer")));
        string[] wrong = LinesOf(result, "wrong given");
        Assert.Equal(["conv_1", "conv_1/floor8", "fc1"], wrong.Select(line => line.Split(": ")[1].Split(' ')[0]));
        Assert.Contains(
            $"fc1 is wrong given its recorded input, at time 0, frequency 0, channel 2: expected {Right.Logits[2]}, found 7 (1 of 4 "
                + "values differ)", wrong[2]);
    }

    [Fact]
    public void Without_a_fingerprint_layers_are_computed_from_the_one_before()
    {
        var some = new InferenceTrace([Right["conv_1"], Right["conv_1/floor8"], Right["max_pool"]]);
        CliResult result = CliResult.Run("replay", WriteCase("a", some));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            ["conv_1 1 0 0 0 0", "conv_1/floor8 1 0 0 1 0", "max_pool 1 0 0 0 0"],
            result.Out.Split('\n')[2..5].Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("1 case and 2688 values compared", result.Out);
    }

    [Theory]
    [InlineData("fingerprint_input")]
    [InlineData("max_pool")]
    public void Nothing_to_compare_is_an_error(string layer)
    {
        string file = WriteCase("a", new InferenceTrace([Right[layer]]));
        CliResult.Run("replay", file).AssertFailed(
            3, $"{file}, a: nothing can be compared, expected fingerprint_input and a layer, or a layer and the one before it");
    }

    [Fact]
    public void A_case_of_another_topology_is_refused()
    {
        string file = WriteCase("a", Right);
        string labels = _directory.Write("labels.txt", "x\ny\n");
        string weights = _directory.PathOf("weight.h");
        var network = DsCnn.Parse("2 3 4 4 2 2 2 3 3 1 1", 2);
        WeightFile.Write(weights, Models.Make(network, (_, _) => 1));
        CliResult.Run("replay", file, "--weights", weights, "--labels", labels, "--model-size-info", network.ToString()).AssertFailed(
            3,
            $"{file}: case 'a' is of model_size_info 2 48 4 4 2 2 16 3 3 1 1 with 4 labels and fingerprints of 30 x 10, "
            + "expected that of the model, model_size_info 2 3 4 4 2 2 2 3 3 1 1 with 2 labels and fingerprints of 30 x 10");
    }

    [Fact]
    public void A_layer_beyond_32_bits_is_wrong()
    {
        string weights = _directory.PathOf("weight.h");
        WeightFile.Write(weights, Models.Make(DsCnn.Default, (spec, _) => Models.IsBias(spec) ? 1 : 31));
        InferenceTrace huge = PrintedLayers.Change(Right, "conv_ds_1/pw_conv/floor256", 0, int.MaxValue);
        string file = WriteCase("a", new InferenceTrace([huge["conv_ds_1/pw_conv/floor256"], huge["fc1"]]));
        CliResult result = CliResult.Run("replay", file, "--weights", weights);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            $"{file}, a: fc1 is wrong given its recorded input, at time 0, frequency 0, channel 0: expected a layer beyond 32 bits, "
            + $"found {Right.Logits[0]} (4 of 4 values differ)\n",
            result.Out);
    }

    private string WriteCase(string name, InferenceTrace trace)
    {
        string file = _directory.PathOf("recorded-cases");
        RecordedCaseFile.Write(file, [new RecordedCase(name, DsCnn.Default, trace)]);
        return file;
    }

    private static string[] LinesOf(CliResult result, string words) => [.. result.Out.Split('\n').Where(line => line.Contains(words))];
}
