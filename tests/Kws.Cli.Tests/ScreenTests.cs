using System.Collections.Immutable;
using Kws.Cli.Commands;
using Kws.Cli.Tests.Support;
using Kws.Fast;
using Kws.Hardware.Benchmarking;
using Kws.Hardware.Ranges;
using Kws.Hardware.Widths;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Data;

namespace Kws.Cli.Tests;

/// <summary>Tables and texts of every command on terminals of 40, 80 and 200 columns: nothing is lost, no word or number broken.</summary>
public sealed class ScreenTests : IDisposable
{
    private const string SizeInfo = "2 48 4 4 2 2 16 3 3 1 1";

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Helps { get; } = HelpTests.Commands;

    public static TheoryData<int, int> LabelsAndSizes { get; } = new(
        from labels in (int[])[4, 12, 35]
        from size in (int[])[1, 3_000_000]
        select new TheoryDataRow<int, int>(labels, size));

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(4)]
    [InlineData(35)]
    public void Commands_with_a_model(int labels)
    {
        string[] model = Model(labels, 31);
        string cases = _directory.PathOf("cases.txt");
        CliResult.Run(["record", Fingerprints(3), "--output", cases, .. model]);
        AssertWhole("model", "show", model);
        AssertWhole("model", "show", ["--tensor", "DS-CNN/conv_ds_1/pw_conv/weights:0", .. model]);
        AssertWhole("trace", Fingerprints(1), model);
        AssertWhole("replay", cases, model);
        AssertWhole("evaluate", Fingerprints(200), model);
        AssertWhole("verify", "--random", ["16", "--seed", "1", .. model]);
        AssertWhole("classify", Fingerprints(50), ["--summary", .. model]);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(35, Explicit = true)]
    public void Ranges_and_widths(int labels)
    {
        // The studies take seconds: they are made once and written at each width. Fewer channels with larger kernels have numbers as wide.
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        KwsModel model = WithWeights(labels, 31, "2 8 10 4 2 2 8 3 3 1 1");
        sbyte[] fingerprints = FingerprintFile.ReadBatch(Fingerprints(5), model.Network);
        ImmutableArray<LayerRanges> proven = ProvenRanges.Of(model, cancellation);
        var observer = new RangeObserver(model, threads: 1);
        observer.Add(fingerprints.Chunk(model.Network.Input.Count), cancellation);
        var report = new RangeReport(
            model, proven, ProvenRanges.OfAnyWeights(model.Network, biases: ValueRange.Of(0)), observer.Result(proven, cancellation),
            WitnessSearch.Run(model, proven, observer.Sample, cancellation));
        AssertWhole(context => RangesTables.Write(context, report));
        int[] truths = [0, 1, 2, 3, 0];
        WidthStudyResult widths = new WidthStudy(model, fingerprints, truths, 1, cancellation).Run();
        AssertWhole(context => WidthTables.Write(context, model.Network, widths, transform: null));
    }

    [Fact]
    public void Kernels() => AssertWhole("kernels", "", []);

    [Theory]
    [MemberData(nameof(Helps))]
    public void Help(string command) => AssertWhole(command.Replace(' ', '\n'), "--help", []);

    [Theory]
    [InlineData(4, 31)]
    [InlineData(35, 1)]
    [InlineData(35, 31)]
    public void Logits(int labels, int weight)
    {
        string[] args = ["classify", Fingerprints(20), .. Model(labels, weight)];
        string expected = Screens.OfCsv(CliResult.Run(args).Out);
        Assert.All(Screens.Widths, columns => Screens.AssertWhole(CliResult.RunOnTerminal(columns, args).Out, columns, expected));
    }

    [Theory]
    [InlineData("a.wav")]
    [InlineData("the-recording-of-a-word-in-a-file-whose-name-alone-fills-a-line-of-the-terminal.wav")]
    public void Clips(string name)
    {
        string clip = _directory.PathOf(name);
        Wav.Write(clip, Wav.Tones(1, 1));
        string[] args = ["label-wav", clip, "--slide", "--top", "35", .. Model(35, 31)];
        string expected = Screens.OfCsv(CliResult.Run(args).Out, 2).Replace("time", "time,", StringComparison.Ordinal);
        Assert.All(Screens.Widths, columns => Screens.AssertWhole(CliResult.RunOnTerminal(columns, args).Out, columns, expected));
    }

    [Theory]
    [MemberData(nameof(LabelsAndSizes))]
    public void Evaluations(int labels, int size)
    {
        var matrix = new ConfusionMatrix(labels);
        for (int i = 0; i < size; i++)
        {
            matrix.Add(i % 2, 1 + (i % (labels - 1)));
        }

        var split = new SplitResult(Split.Testing, matrix, matrix);
        SplitResult empty = split with { Matrix = new ConfusionMatrix(labels) };
        AssertWhole(context => EvaluationTables.Write(context, Labels(labels), [split, empty]));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(123_456_789.4)]
    public void Benchmarks(double ns)
    {
        string[] kernels = [.. KwsClassifier.Kernels.Select(kernel => kernel.Name)];
        var report = new BenchmarkReport(
            "A Processor With a Name of Some Length That Vendors Like (family 25, model 1)", 4.2,
            [.. kernels.Select(kernel => new KernelTiming(kernel, 1024, ns, ns * 4.2, 12_345_678_901, 0.123))],
            [.. kernels.Select(kernel => new ThreadTiming(kernel, 2, ns, 1.98))]);
        AssertWhole(context => BenchmarkTables.Write(context, report, DsCnn.Default));
    }

    [Fact]
    public void Colours_are_for_terminals_that_take_them()
    {
        // script(1) gives the program a terminal.
        const string Run =
            "command -v script > /dev/null || exit 77; export TERM=xterm; {0} script -qec \"'$0' kernels\" /dev/null < /dev/null";
        CliResult colourful = KwsProcess.RunInShell(string.Format(null, Run, ""));
        Assert.SkipWhen(colourful.ExitCode == 77, "needs script");
        Assert.Matches(@"\e\[(32|92|38;5;2)myes", colourful.Out);
        Assert.DoesNotMatch(@"\e\[[39]", KwsProcess.RunInShell(string.Format(null, Run, "NO_COLOR=1")).Out);
        Assert.DoesNotContain('\e', KwsProcess.Run("kernels").Out);
    }

    private static void AssertWhole(string command, string argument, string[] more)
    {
        string[] args = [.. $"{command}\n{argument}".Split('\n', StringSplitOptions.RemoveEmptyEntries), .. more];
        CliResult expected = CliResult.Run(args);
        Assert.Equal(0, expected.ExitCode);
        string text = expected.Out.Replace(" \\\n", "\n", StringComparison.Ordinal);
        Assert.All(Screens.Widths, columns => Screens.AssertWhole(CliResult.RunOnTerminal(columns, args).Out, columns, text));
    }

    private static void AssertWhole(Action<CliContext> write)
    {
        string expected = Written(null);
        Assert.All(Screens.Widths, columns => Screens.AssertWhole(CliResult.WithoutColours(Written(columns)), columns, expected));

        string Written(int? columns)
        {
            using var output = new StringWriter { NewLine = "\n" };
            write(new CliContext(TextReader.Null, output, TextWriter.Null, CancellationToken.None)
            {
                OutIsTerminal = columns is not null,
                TerminalWidth = columns,
            });
            return output.ToString();
        }
    }

    private static ImmutableArray<string> Labels(int count) =>
    [
        .. KwsModel.Default.Labels,
        .. Enumerable.Range(4, count - 4).Select(i => i % 3 == 0 ? $"a_keyword_of_thirty_letters_{i}" : $"word{i}"),
    ];

    /// <summary>Options for a model with labels and weights up to a given size.</summary>
    private string[] Model(int labels, int weight)
    {
        string weights = _directory.PathOf($"{labels}-{weight}.h");
        WeightFile.Write(weights, WithWeights(labels, weight));
        string names = _directory.Write($"{labels}.txt", string.Join('\n', Labels(labels)));
        return ["--weights", weights, "--labels", names, "--model-size-info", SizeInfo];
    }

    private static KwsModel WithWeights(int labels, int weight, string sizeInfo = SizeInfo) => Models.Make(
        DsCnn.Parse(sizeInfo, labels), (_, i) => ((i * 37) % ((2 * weight) + 1)) - weight, Labels(labels));

    private string Fingerprints(int count) => _directory.Write(
        $"{count} fingerprints.txt", string.Join('\n', File.ReadLines(TestData.Recorded).Where(line => !line.StartsWith('#')).Take(count)));
}
