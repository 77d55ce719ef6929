using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>A caller may close standard input, output and error: the program ends with a line, or with its exit code alone.</summary>
public sealed class ClosedStreamTests
{
    [Theory]
    [InlineData("classify -")]
    [InlineData("classify - --summary")]
    [InlineData("label-wav -")]
    [InlineData("evaluate -")]
    [InlineData("widths -")]
    [InlineData("listen -")]
    [InlineData("trace -")]
    [InlineData("record - --output /dev/null")]
    [InlineData("replay -")]
    [InlineData("ranges - --model \"$1\"")]
    public void Closed_standard_input_is_told(string command)
    {
        using var directory = new TemporaryDirectory();
        string model = directory.PathOf("small.safetensors");
        Models.Make(DsCnn.Parse("2 2 4 4 2 2 2 3 3 1 1"), (_, i) => i % 3).Save(model);
        CliResult result = KwsProcess.RunInShell($"\"$0\" {command} <&-", model);
        Assert.Equal((3, "kws: standard input: it is closed\n"), (result.ExitCode, result.Error));
        Assert.Equal(new CliResult(3, "", ""), KwsProcess.RunInShell($"\"$0\" {command} <&- >&- 2>&-", model));
    }

    [Theory]
    [InlineData("classify \"$1\"")]
    [InlineData("classify \"$1\" --summary")]
    [InlineData("evaluate \"$1\"")]
    [InlineData("trace \"$1\"")]
    [InlineData("model show --weights \"$2\"")]
    [InlineData("kernels")]
    [InlineData("--help")]
    [InlineData("--version")]
    public void Closed_standard_output_is_told(string command)
    {
        CliResult result = KwsProcess.RunInShell($"\"$0\" {command} >&-", TestData.Recorded, HardwareTeam.Weights);
        Assert.Equal((3, "kws: standard output: it is closed\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public void A_full_standard_output_is_not_taken_for_another_file()
    {
        using var directory = new TemporaryDirectory();
        string clips = directory.PathOf("clips");
        Directory.CreateDirectory(clips);
        for (int i = 0; i < 2000; i++)
        {
            File.CreateSymbolicLink(Path.Combine(clips, $"{i}.wav"), TestData.PathOf("cat.wav"));
        }

        string bad = directory.PathOf("bad.txt");
        CliResult result = KwsProcess.RunInShell("\"$0\" label-wav \"$1\" --skip-bad \"$2\" > /dev/full", clips, bad);
        Assert.Equal((3, "kws: standard output: No space left on device\n"), (result.ExitCode, result.Error));
        Assert.Equal(["clips"], directory.Names);
    }

    [Theory]
    [InlineData("classify /dev/stdin <&-", "/dev/stdin")]
    [InlineData("model convert \"$1\" /dev/stdout >&-", "/dev/stdout")]
    [InlineData("classify \"$2\" --output /dev/stdout >&-", "/dev/stdout")]
    public void A_closed_stream_by_its_name_is_told(string command, string name)
    {
        CliResult result = KwsProcess.RunInShell($"\"$0\" {command}", HardwareTeam.Weights, TestData.Recorded);
        Assert.Equal((3, $"kws: {name}: it is closed\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public void What_needs_no_closed_stream_is_done()
    {
        using var directory = new TemporaryDirectory();
        string output = directory.PathOf("labels.csv");
        CliResult result = KwsProcess.RunInShell("\"$0\" classify \"$1\" --output \"$2\" <&- >&- 2>&-", TestData.Recorded, output);
        Assert.Equal(new CliResult(0, "", ""), result);
        Assert.Equal(TestData.Csv(TestData.RecordedLogits), File.ReadAllText(output));
    }

    /// <summary>Hours of work do not end because there is no room for their log.</summary>
    [Fact]
    public void A_full_standard_error_ends_no_work()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        using var directory = new TemporaryDirectory();
        string bad = directory.Write("bad.txt", "1 2 3\n");
        string skipped = directory.PathOf("skipped.txt");
        CliResult result = KwsProcess.RunInShell(
            "\"$0\" classify \"$1\" \"$2\" --skip-bad \"$3\" 2> /dev/full", TestData.Recorded, bad, skipped);
        Assert.Equal(new CliResult(0, TestData.Csv(TestData.RecordedLogits), ""), result);
        Assert.Equal(new CliResult(3, "", ""), KwsProcess.RunInShell("\"$0\" classify missing.txt 2> /dev/full"));
    }

    [Fact]
    public void With_standard_error_closed_the_exit_code_tells() =>
        Assert.Equal(new CliResult(3, "", ""), KwsProcess.RunInShell("\"$0\" classify missing.txt 2>&-"));
}
