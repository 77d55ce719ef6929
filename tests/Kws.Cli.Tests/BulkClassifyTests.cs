using System.Text;
using System.Text.Json;
using Kws.Bulk;
using Kws.Bulk.Tests.Support;
using Kws.Cli.Commands;
using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Every form of input gives <c>kws classify</c> the same results, and every form of output holds them.</summary>
public sealed class BulkClassifyTests : IDisposable
{
    private static readonly byte[] Raw =
        [.. FingerprintFile.ReadBatch(TestData.Recorded, DsCnn.Default).Select(value => (byte)value)];

    private static readonly string Csv = TestData.Csv(TestData.RecordedLogits);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_ending_of_a_name_is_the_format()
    {
        Assert.Equal(Csv, CliResult.Run("classify", Write("a.raw", Raw)).Out);
        Assert.Equal(Csv, CliResult.Run("classify", Write("A.RAW", Raw)).Out);
        Assert.Equal(Csv, CliResult.Run("classify", Write("a.npy", Npy(Raw))).Out);
        Assert.Equal(Csv, CliResult.Run("classify", Write("a.data", File.ReadAllBytes(TestData.Recorded))).Out);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("npy")]
    [InlineData("text")]
    public void The_format_may_be_given(string format)
    {
        byte[] content = format switch
        {
            "raw" => Raw,
            "npy" => Npy(Raw),
            _ => File.ReadAllBytes(TestData.Recorded),
        };
        Assert.Equal(Csv, CliResult.Run("classify", Write("a.bin", content), "--input-format", format).Out);
        Assert.Equal(Csv, CliResult.RunWithInput(new MemoryStream(content), "classify", "-", "--input-format", format).Out);
    }

    [Fact]
    public void A_format_that_there_is_not_is_refused() => CliResult.Run("classify", "a", "--input-format", "csv")
        .AssertFailed(2, "--input-format is 'csv', expected one of text, npy, raw, parquet, wav, cases; see kws classify --help");

    [Fact]
    public void Parquet_goes_in_and_out()
    {
        string parquet = _directory.PathOf("out.parquet");
        Assert.Equal(0, CliResult.Run("classify", TestData.Recorded, "--output", parquet).ExitCode);
        Assert.Equal("PAR1"u8, File.ReadAllBytes(parquet).AsSpan()[..4]);
        CliResult.Run("classify", parquet).AssertFailed(3, $"{parquet}: no column holds fingerprints", prefixOnly: true);
        CliResult.RunWithInput(new MemoryStream(), "classify", "-", "--input-format", "parquet")
            .AssertFailed(3, "standard input: a Parquet file cannot be read from a pipe, its directory stands at the end");
    }

    [Theory]
    [InlineData("a.txt", "")]
    [InlineData("a.txt", "# nothing\n")]
    [InlineData("a.raw", "")]
    public void An_input_without_a_fingerprint_gives_the_header_alone(string name, string content)
    {
        const string Header = "index,label,_silence_,_unknown_,cat,happy\n";
        string path = Write(name, Encoding.ASCII.GetBytes(content));
        Assert.Equal(new CliResult(0, Header, ""), CliResult.Run("classify", path));
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("classify", path, "--json"));
        Assert.StartsWith("index  label", CliResult.RunOnTerminal("classify", path).Out, StringComparison.Ordinal);
        Assert.Equal(0, CliResult.Run("classify", path, "--output", _directory.PathOf("out.csv")).ExitCode);
        Assert.Equal(Header, File.ReadAllText(_directory.PathOf("out.csv")));
        Assert.Equal(0, CliResult.Run("classify", path, "--output", _directory.PathOf("out.parquet")).ExitCode);
        Assert.Equal("PAR1"u8, File.ReadAllBytes(_directory.PathOf("out.parquet")).AsSpan()[..4]);
        Assert.Equal(new CliResult(0, Header, ""), CliResult.RunWithInput(new StringReader(""), "classify", "-"));
    }

    [Fact]
    public void A_folder_stands_for_its_files_in_the_order_of_their_paths()
    {
        Write("b/2.npy", Npy(Raw[..(200 * 300)]));
        Write("b/1.raw", Raw[..(100 * 300)]);
        Write("b/c/x.raw", Raw[..(50 * 300)]);
        Write("b/notes.md", [1, 2, 3]);
        Write("b/.hidden.raw", [1]);
        Write("b/._2.npy", [1]);
        Write("b/.ipynb_checkpoints/2.npy", [1]);
        Assert.Equal(TestData.Csv([.. Logits(100), .. Logits(200), .. Logits(50)]), CliResult.Run("classify", _directory.PathOf("b")).Out);

        Directory.CreateDirectory(_directory.PathOf("empty"));
        CliResult.Run("classify", _directory.PathOf("empty")).AssertFailed(
            3, $"{_directory.PathOf("empty")}: there is no file of fingerprints or sound (.npy, .parquet, .raw, .txt, .wav) in this "
                + "directory or below");
    }

    [Theory]
    [InlineData("*.raw", "1.raw", "2.raw")]
    [InlineData("**/*.raw", "1.raw", "2.raw", "c/3.raw")]
    [InlineData("?.raw")]
    [InlineData("*.npy")]
    public void A_pattern_stands_for_the_files_that_match(string pattern, params string[] matches)
    {
        Write("1.raw", Raw[..(10 * 300)]);
        Write("2.raw", Raw[..(20 * 300)]);
        Write("c/3.raw", Raw[..(30 * 300)]);
        Write("._1.raw", [1]);
        Write(".c/3.raw", [1]);
        string absolute = Path.Combine(_directory.Root, pattern);
        CliResult result = CliResult.Run("classify", absolute);
        if (matches.Length == 0)
        {
            result.AssertFailed(3, $"{absolute}: there is no such file");
        }
        else
        {
            Assert.Equal(TestData.Csv(matches.SelectMany(name => Logits(name[^5] switch { '1' => 10, '2' => 20, _ => 30 }))), result.Out);
        }
    }

    [Fact]
    public void A_link_to_a_folder_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege");
        Write("d/b/1.raw", Raw[..(10 * 300)]);
        Directory.CreateSymbolicLink(_directory.PathOf("d/b/loop"), "..");
        Assert.Equal(TestData.Csv(Logits(10)), CliResult.Run("classify", _directory.PathOf("d")).Out);
        Assert.Equal(TestData.Csv(Logits(10)), CliResult.Run("classify", Path.Combine(_directory.Root, "d/**/*.raw")).Out);
    }

    [Fact]
    public void A_folder_may_hold_the_output()
    {
        Write("d/1.raw", Raw[..(10 * 300)]);
        string output = _directory.PathOf("d/out.npy");
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(new CliResult(0, "", ""), CliResult.Run("classify", _directory.PathOf("d"), "--output", output));
        }
    }

    [Fact]
    public void A_pipe_as_output_gets_the_lines()
    {
        CliResult result = KwsProcess.RunInShell(
            "mkfifo \"$2\" && { cat \"$2\" & \"$0\" classify \"$1\" --output \"$2\"; s=$?; wait; test -p \"$2\" && exit $s; }",
            TestData.Recorded, _directory.PathOf("pipe"));
        Assert.Equal(new CliResult(0, Csv, ""), result);
        Assert.Equal(Csv, KwsProcess.RunInShell("\"$0\" classify \"$1\" --output /dev/stdout | cat", TestData.Recorded).Out);
    }

    [Theory]
    [InlineData("--summary")]
    [InlineData("--output", "a.csv")]
    public void Json_is_for_standard_output(params string[] options) => CliResult.Run(["classify", TestData.Recorded, "--json", .. options])
        .AssertFailed(2, "--json is for standard output: name the file of --output .jsonl; see kws classify --help");

    [Fact]
    public void Arrays_hold_labels_and_logits()
    {
        string labels = _directory.PathOf("labels.npy");
        string logits = _directory.PathOf("logits.npy");
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("classify", TestData.Recorded, "--output", labels, "--logits", logits));
        Assert.Equal(TestData.RecordedLogits.SelectMany(row => row), Integers(logits));
        Assert.Equal(TestData.RecordedLogits.Select(row => Array.IndexOf(row, row.Max())), Integers(labels));
        Assert.Contains("'shape': (500,)", Encoding.Latin1.GetString(File.ReadAllBytes(labels)[..128]), StringComparison.Ordinal);
        Assert.Contains("'shape': (500, 4)", Encoding.Latin1.GetString(File.ReadAllBytes(logits)[..128]), StringComparison.Ordinal);

        static IEnumerable<int> Integers(string path) => File.ReadAllBytes(path)[128..].Chunk(4).Select(four => BitConverter.ToInt32(four));
    }

    [Fact]
    public void Lines_of_json_go_to_standard_output_or_to_a_file()
    {
        string printed = CliResult.Run("classify", TestData.Recorded, "--json").Out;
        string path = _directory.PathOf("labels.jsonl");
        CliResult.Run("classify", TestData.Recorded, "--output", path);
        Assert.Equal(printed, File.ReadAllText(path));
        Assert.Equal(
            TestData.RecordedLogits,
            printed.TrimEnd(
                '\n').Split('\n').Select(line =>
                    JsonDocument.Parse(line).RootElement.GetProperty("logits").EnumerateArray().Select(logit => logit.GetInt32())
                        .ToArray()));
    }

    [Fact]
    public void A_summary_counts_labels_and_margins()
    {
        string[] lines = CliResult.Run("classify", TestData.Recorded, "--summary").Out.Split('\n');
        int cats = TestData.RecordedLogits.Count(row => Array.IndexOf(row, row.Max()) == 2);
        Assert.Matches("^label +fingerprints +part$", lines[0]);
        Assert.Matches($"^cat +{cats} +{100.0 * cats / 500:F2} %$", lines[3]);
        Assert.Equal("", lines[5]);
        Assert.StartsWith("margin ", lines[6], StringComparison.Ordinal);
        Assert.Equal(500, lines[7..^1].Sum(line => int.Parse(line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[1])));

        string csv = _directory.PathOf("labels.csv");
        Assert.Equal(string.Join('\n', lines), CliResult.Run("classify", TestData.Recorded, "--summary", "--output", csv).Out);
        Assert.Equal(Csv, File.ReadAllText(csv));
    }

    [Fact]
    public void Bad_fingerprints_are_put_aside()
    {
        string[] lines = [.. File.ReadLines(TestData.Recorded).Where(line => !line.StartsWith('#')).Take(5)];
        string bad = lines[1].Replace("\t-", "\t99 -", StringComparison.Ordinal);
        lines[1] = bad;
        lines[3] = "cat\tx.wav\t1 2 3";
        string input = Write("in.txt", Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        string skipped = _directory.PathOf("skipped.txt");

        CliResult.Run("classify", input).AssertFailed(3, $"{input}:2: value 0 (frame 0, coefficient 0) is 99, expected -32 to 31");

        CliResult result = CliResult.Run("classify", input, "--skip-bad", skipped);
        Assert.Equal(TestData.Csv([TestData.RecordedLogits[0], TestData.RecordedLogits[2], TestData.RecordedLogits[4]]), result.Out);
        Assert.Matches("^fingerprints: 3, skipped: 2, kernel: ", result.Error);
        Assert.Equal(
            [
                $"# {input}:2: value 0 (frame 0, coefficient 0) is 99, expected -32 to 31", bad,
                $"# {input}:4: 3 values after label 'cat' and clip 'x.wav', expected 300 (30 x 10)", lines[3],
            ],
            File.ReadAllLines(skipped));

        // Put right, it is a file of fingerprints.
        Write("skipped.txt",
            Encoding.UTF8.GetBytes(
                File.ReadAllText(skipped).Replace("\t99 ", "\t", StringComparison.Ordinal)
                    .Replace(lines[3], "", StringComparison.Ordinal)));
        Assert.Equal(TestData.Csv([TestData.RecordedLogits[1]]), CliResult.Run("classify", skipped).Out);
    }

    [Fact]
    public void Resuming_needs_files() => CliResult.Run("classify", TestData.Recorded, "--resume")
        .AssertFailed(2, "--resume needs --output or --logits; see kws classify --help");

    [Fact]
    public void Standard_input_cannot_be_gone_on_with() => CliResult
        .RunWithInput(new MemoryStream(Raw), "classify", "-", "--input-format", "raw", "--output", _directory.PathOf("a.csv"), "--resume")
        .AssertFailed(3, "standard input can be read only once, so that --resume cannot continue it");

    [Fact]
    public void Progress_shows_how_far_it_is()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var time = new ManualTime();
        var log = new CliContext(TextReader.Null, TextWriter.Null, error, TestContext.Current.CancellationToken) { Time = time };
        var progress = new BulkProgressLine(log with { ErrorIsTerminal = true }, patience: TimeSpan.FromSeconds(1));
        progress.Report(new BulkProgress(1_400_000, 0, 0.2, 2_000_000, null, "what is over within a second needs no progress"));
        time.Advance(TimeSpan.FromSeconds(1));
        progress.Report(new BulkProgress(1_500_000, 0, 0.25, 2_000_000, TimeSpan.FromSeconds(3725), "a.npy"));
        progress.Report(new BulkProgress(1_600_000, 3, null, 2_000_000, null, "b"));
        progress.Clear();
        const string First = "1500000 fingerprints, 25.0 %, 2000000 a second, 01:02:05 left, in a.npy";
        const string Second = "1600000 fingerprints, 3 skipped, 2000000 a second, in b";
        Assert.Equal($"\r{First}\r{Second.PadRight(First.Length)}\r{new string(' ', Second.Length)}\r", error.ToString());

        error.GetStringBuilder().Clear();
        progress = new BulkProgressLine(log, patience: TimeSpan.Zero);
        progress.Report(new BulkProgress(1, 0, 0.5, 1, TimeSpan.FromDays(2.5), "a"));
        time.Advance(TimeSpan.FromSeconds(9.9));
        progress.Report(new BulkProgress(2, 0, 0.6, 1, TimeSpan.FromDays(2.5), "a"));
        time.Advance(TimeSpan.FromSeconds(0.1));
        progress.Report(new BulkProgress(3, 0, 0.7, 1, TimeSpan.FromDays(1.5), "a"));
        progress.Clear();
        Assert.Equal(
            "kws: 1 fingerprints, 50.0 %, 1 a second, 2.12:00:00 left, in a\nkws: 3 fingerprints, 70.0 %, 1 a second, 1.12:00:00 left, "
                + "in a\n",
            error.ToString());
    }

    private static IEnumerable<int[]> Logits(int count) => TestData.RecordedLogits.Take(count);

    private static byte[] Npy(byte[] values)
    {
        string head = $"{{'descr': '|i1', 'fortran_order': False, 'shape': ({values.Length / 300}, 30, 10), }}";
        return [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(head.PadRight(117) + "\n"), .. values];
    }

    private string Write(string name, byte[] content)
    {
        string path = _directory.PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }
}
