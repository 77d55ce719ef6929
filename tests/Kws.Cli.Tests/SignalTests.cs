using System.Diagnostics;
using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>
/// Ctrl-C and SIGTERM end every command, whatever it is doing; the exit code says which it was, and nothing half done remains.
/// </summary>
public sealed class SignalTests : IDisposable
{
    /// <summary>Three blocks of 64 channels: proving its bounds takes long.</summary>
    private const string LargeTopology = "4 64 4 4 2 2 64 3 3 1 1 64 3 3 1 1 64 3 3 1 1";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryDirectory _directory = new();
    private readonly List<Process> _started = [];

    public static TheoryData<string, int> Signals { get; } = new() { { "INT", 130 }, { "TERM", 143 } };

    public static TheoryData<string> Readers { get; } =
    [
        "classify PIPE", "classify PIPE --output OUT.csv", "evaluate PIPE", "widths PIPE", "trace PIPE", "record PIPE --output OUT.txt",
        "replay PIPE", "verify PIPE", "ranges PIPE --plots OUT", "label-wav PIPE", "listen PIPE", "tune PIPE",
        "model show --weights PIPE", "model convert PIPE OUT.h", "export vectors PIPE --format mem --output OUT",
        "export onnx --weights PIPE --output OUT.onnx",
    ];

    /// <summary>A test that ends early leaves no command running, which would take a core until it is found.</summary>
    public void Dispose()
    {
        foreach (Process process in _started)
        {
            process.Kill();
            process.Dispose();
        }

        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_command_that_waits_for_a_slow_pipe_ends(string command)
    {
        string pipe = MakePipe();
        Process process = Start(command.Replace("PIPE", pipe, StringComparison.Ordinal)
            .Replace("OUT", _directory.PathOf("out"), StringComparison.Ordinal).Split(' '));

        // Opening the pipe returns when the command has opened the other end.
        Task<FileStream> opening = Task.Run(
            () => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), TestContext.Current.CancellationToken);
        await using FileStream writer = await opening.WaitAsync(Patience, TestContext.Current.CancellationToken);
        AssertEnds(process, "INT", 130);
        Assert.Equal(["pipe"], Names);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void A_command_that_waits_for_its_standard_input_ends(string signal, int exitCode)
    {
        string output = _directory.PathOf("cases.txt");
        Process process = Start("record", "-", "--output", output);
        WaitFor(() => Names.Length > 0, process);
        AssertEnds(process, signal, exitCode);
        Assert.Empty(Names);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Bounds_of_a_large_model_end(string signal, int exitCode)
    {
        var network = DsCnn.Parse(LargeTopology, 4);
        string weights = _directory.PathOf("weight.h");
        using (StreamWriter writer = File.CreateText(weights))
        {
            WeightFile.Write(writer, Models.Make(network, (_, i) => (i % 63) - 31));
        }

        Process process = Start(
            "ranges", "--weights", weights, "--model-size-info", LargeTopology, "--plots", _directory.PathOf("plots"));
        WaitFor(() => Names.Length > 1, process);
        AssertEnds(process, signal, exitCode);
        Assert.Equal(["weight.h"], Names);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void A_search_over_random_fingerprints_ends(string signal, int exitCode)
    {
        Process process = Start("ranges", "--random", "1000000000", "--plots", _directory.PathOf("plots"));
        WaitFor(() => Names.Length > 0, process);
        AssertEnds(process, signal, exitCode);
        Assert.Empty(Names);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void A_verification_ends(string signal, int exitCode)
    {
        Process process = Start("verify", "--random", "1000000000");
        Assert.StartsWith("seed ", process.StandardOutput.ReadLine());
        AssertEnds(process, signal, exitCode);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void A_measurement_ends(string signal, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        Process process = Start("bench", "--seconds", "600");
        WaitFor(() => File.ReadAllText($"/proc/{process.Id}/maps").Contains("Kws.Hardware.dll", StringComparison.Ordinal), process);
        AssertEnds(process, signal, exitCode);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void A_command_whose_output_nobody_reads_ends(string signal, int exitCode)
    {
        string input = _directory.PathOf("fingerprints.raw");
        File.WriteAllBytes(input, new byte[100_000 * 300]);
        Process process = Start("classify", input, "--skip-bad", _directory.PathOf("bad.txt"));
        Assert.StartsWith("index,", process.StandardOutput.ReadLine());
        AssertEnds(process, signal, exitCode);
        Assert.Equal(["fingerprints.raw"], Names);
    }

    [Fact]
    public void A_job_that_is_terminated_can_be_resumed()
    {
        string input = _directory.PathOf("fingerprints.raw");
        File.WriteAllBytes(input, new byte[200_000 * 300]);
        string csv = _directory.PathOf("labels.csv");
        Process process = Start("classify", input, "--output", csv, "--kernel", "Scalar", "--threads", "1");
        WaitFor(() => File.Exists($"{csv}.journal"), process);
        AssertEnds(process, "TERM", 143);
        Assert.Equal(["fingerprints.raw", "labels.csv.journal", "labels.csv.part"], Names);
        Assert.Equal(0, CliResult.Run("classify", input, "--output", csv, "--resume").ExitCode);
        Assert.Equal(200_001, File.ReadLines(csv).Count());
    }

    private string[] Names =>
        [.. Directory.EnumerateFileSystemEntries(_directory.Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private Process Start(params string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs Unix signals");
        _started.Add(KwsProcess.Start(KwsProcess.Path, args));
        return _started[^1];
    }

    private string MakePipe()
    {
        string pipe = _directory.PathOf("pipe");
        Assert.Equal(0, KwsProcess.RunInShell("mkfifo \"$1\"", pipe).ExitCode);
        return pipe;
    }

    private static void WaitFor(Func<bool> isWorking, Process process)
    {
        var watch = Stopwatch.StartNew();
        while (!isWorking())
        {
            Assert.False(process.HasExited, "the command ended before the signal");
            Assert.True(watch.Elapsed < Patience, "the command has not begun");
            Thread.Sleep(5);
        }
    }

    private static void AssertEnds(Process process, string signal, int exitCode)
    {
        if (signal == "INT")
        {
            KwsProcess.RequireInterrupts();
        }

        Assert.Equal(0, KwsProcess.RunInShell("kill -\"$1\" \"$2\"", signal, $"{process.Id}").ExitCode);
        Assert.True(process.WaitForExit(Patience), "the command continues after the signal");
        Assert.Contains("kws: cancelled", KwsProcess.Rest(process.StandardError));
        Assert.Equal(exitCode, process.ExitCode);
    }
}
