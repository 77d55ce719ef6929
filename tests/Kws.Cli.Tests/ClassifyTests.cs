using Kws.Cli.Commands;
using Kws.Cli.Output;
using Kws.Cli.Tests.Support;
using Kws.Fast;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class ClassifyTests
{
    public static TheoryData<string> SupportedKernels { get; } =
        [.. KwsClassifier.Kernels.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    [Fact]
    public void Recorded_fingerprints_give_exactly_the_recorded_logits()
    {
        CliResult result = CliResult.Run("classify", TestData.Recorded);

        Assert.Equal(500, TestData.RecordedLogits.Length);
        Assert.StartsWith(
            "index,label,_silence_,_unknown_,cat,happy\n0,_unknown_,99,186,-318,-344\n1,_silence_,375,50,-287,-327\n", result.Out);
        Assert.Equal(TestData.Csv(TestData.RecordedLogits), result.Out);
        Assert.Empty(result.Error);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [MemberData(nameof(SupportedKernels))]
    public void Every_kernel_gives_the_same(string kernel) =>
        Assert.Equal(TestData.Csv(TestData.RecordedLogits), CliResult.Run("classify", TestData.Recorded, "--kernel", kernel).Out);

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Any_number_of_threads_gives_the_same(string threads) =>
        Assert.Equal(TestData.Csv(TestData.RecordedLogits), CliResult.Run("classify", TestData.Recorded, "--threads", threads).Out);

    [Fact]
    public void Standard_input_gives_the_same()
    {
        using TextReader input = File.OpenText(TestData.Recorded);
        Assert.Equal(TestData.Csv(TestData.RecordedLogits), CliResult.RunWithInput(input, "classify", "-").Out);
    }

    [Fact]
    public void The_index_runs_over_all_inputs_and_over_many_blocks()
    {
        string[] inputs = [.. Enumerable.Repeat(TestData.Recorded, 35)];
        CliResult result = CliResult.Run(["classify", .. inputs]);
        Assert.Equal(TestData.Csv(inputs.SelectMany(_ => TestData.RecordedLogits)), result.Out);
    }

    [Fact]
    public void A_terminal_gets_a_table_and_a_closing_line()
    {
        CliResult result = CliResult.RunOnTerminal("classify", TestData.Recorded, "--kernel", "Scalar");
        string[] lines = result.Out.Split('\n');
        Assert.Equal("index  label      _silence_  _unknown_    cat  happy", lines[0]);
        Assert.Equal("    0  _unknown_         99        186   -318   -344", lines[1]);
        Assert.Equal(502, lines.Length);
        Assert.Equal("fingerprints: 500, kernel: Scalar\n", result.Error);
    }

    [Fact]
    public void The_table_grows_with_wider_values()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var screen = new Screen(new CliContext(TextReader.Null, writer, TextWriter.Null, CancellationToken.None));
        var table = new LogitsTable(screen, ["a", "b"]);
        table.Write([1, 2], 0);
        table.Write([-100, -100], 1);
        table.Write([], 2);
        Assert.Equal("index  label  a  b\n    0  b      1  2\n    1  a      -100  -100\n", writer.ToString());
    }

    [Fact]
    public void An_output_file_gets_the_csv()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.PathOf("labels.csv");
        CliResult result = CliResult.RunOnTerminal("classify", TestData.Recorded, "--output", path);
        Assert.Empty(result.Out);
        Assert.Equal(TestData.Csv(TestData.RecordedLogits), File.ReadAllText(path));
        Assert.Equal(["labels.csv"], directory.Names);
    }

    [Fact]
    public void A_bad_second_input_leaves_the_old_output_file()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("labels.csv", "old");
        string bad = directory.Write("bad.txt", "1 2 3\n");
        CliResult.Run("classify", TestData.Recorded, bad, "--output", path)
            .AssertFailed(3, $"{bad}:1: 3 values, expected 300 (30 x 10)");
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["bad.txt", "labels.csv"], directory.Names);
    }

    [Fact]
    public void Labels_are_printed_as_they_are()
    {
        using var directory = new TemporaryDirectory();
        string labels = directory.Write("labels.txt", "[red]quiet[/]\nother words\nchat\nΧαρά\n");
        string[] lines = CliResult.Run("classify", TestData.Recorded, "--labels", labels).Out.Split('\n');
        Assert.Equal("index,label,[red]quiet[/],other words,chat,Χαρά", lines[0]);
        Assert.Equal("1,[red]quiet[/],375,50,-287,-327", lines[2]);
    }

    [Fact]
    public void Another_topology_is_computed_as_by_the_reference()
    {
        const string ModelSizeInfo = "3 5 4 4 2 2 7 3 3 1 1 6 3 3 1 1";
        using var directory = new TemporaryDirectory();
        string labels = directory.Write("labels.txt", "no\nyes\n");
        KwsModel model = Models.Make(DsCnn.Parse(ModelSizeInfo, 2), (_, i) => (i * 7 % 64) - 32);
        string weights = directory.PathOf("weight.h");
        WeightFile.Write(weights, model);

        CliResult result = CliResult.Run(
            "classify", TestData.GoldenFingerprint, "--weights", weights, "--labels", labels, "--model-size-info", ModelSizeInfo);

        Fingerprint fingerprint = FingerprintFile.Read(TestData.GoldenFingerprint, model.Network).Single();
        int[] logits = new ReferenceClassifier(model).Infer(fingerprint.Values.Span);
        Assert.Equal($"index,label,no,yes\n0,{(logits[0] >= logits[1] ? "no" : "yes")},{logits[0]},{logits[1]}\n", result.Out);
    }

    [Fact]
    public void A_value_beyond_32_bits_names_the_fingerprint()
    {
        // With these biases a logit overflows as soon as it is positive without them.
        using var directory = new TemporaryDirectory();
        KwsModel model = Models.Make(
            DsCnn.Default,
            (spec, i) => Models.IsBias(spec) ? int.MaxValue : KwsModel.Default[Models.Like(spec)][i]);
        string weights = directory.PathOf("weight.h");
        WeightFile.Write(weights, model);
        CliResult.Run("classify", TestData.Recorded, "--weights", weights)
            .AssertFailed(3, $"{TestData.Recorded}: fingerprint 0: fc1: a value does not fit 32 bits");
        CliResult.Run("trace", TestData.Recorded, "--weights", weights)
            .AssertFailed(3, $"{TestData.Recorded}, fingerprint 0: fc1: a value does not fit 32 bits");
    }
}
