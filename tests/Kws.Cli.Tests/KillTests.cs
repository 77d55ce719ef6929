using System.Diagnostics;
using System.Text.RegularExpressions;
using Kws.Cli.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>A program that is killed, or whose disk is full, and then resumed gives byte for byte what one run gives.</summary>
public sealed class KillTests : IDisposable
{
    private const int Count = 120_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly string _input;

    public KillTests()
    {
        _input = _directory.PathOf("fingerprints.raw");
        var random = new Random(7);
        File.WriteAllBytes(_input, [.. Enumerable.Range(0, Count * 300).Select(_ => (byte)random.Next(-32, 32))]);
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(4)]
    [InlineData(50, Explicit = true)]
    public void Killed_at_random_moments_it_gives_what_one_run_gives(int times)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs Unix signals");
        string csv = _directory.PathOf("labels.csv");
        string npy = _directory.PathOf("logits.npy");
        Assert.Equal(0, KwsProcess.Run("classify", _input, "--output", csv, "--logits", npy).ExitCode);
        (byte[] expectedCsv, byte[] expectedNpy) = (File.ReadAllBytes(csv), File.ReadAllBytes(npy));
        Assert.Equal(Count + 1, File.ReadLines(csv).Count());

        // The slowest kernel, so that a job is killed several times before it is done.
        string[] command = ["classify", _input, "--output", csv, "--logits", npy, "--kernel", "Scalar", "--resume"];
        var random = new Random(1);
        int jobs = 0;
        int resumed = 0;
        for (int kills = 0; kills < times;)
        {
            File.Delete(csv);
            File.Delete(npy);
            while (true)
            {
                resumed += File.Exists($"{csv}.journal") ? 1 : 0;
                using Process process = KwsProcess.Start(KwsProcess.Path, command);
                if (kills % 2 == 1)
                {
                    // Every other kill finds a state that was saved, however slowly the program starts.
                    WaitFor($"{csv}.journal", process);
                }

                if (kills == times || process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(100, 2500))))
                {
                    Assert.Equal(0, KwsProcess.Finish(process).ExitCode);
                    break;
                }

                process.Kill();
                process.WaitForExit();
                kills++;
            }

            jobs++;
            Assert.Equal(expectedCsv, File.ReadAllBytes(csv));
            Assert.Equal(expectedNpy, File.ReadAllBytes(npy));
            Assert.Equal(["fingerprints.raw", "labels.csv", "logits.npy"], _directory.Names);
        }

        TestContext.Current.SendDiagnosticMessage($"{times} kills of {jobs} jobs, {resumed} times resumed");
        Assert.True(resumed > 0, "no run found a saved state");
    }

    [Fact(Explicit = true)]
    public void A_full_disk_is_told_and_the_job_continues_when_there_is_room()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs to mount a file system");
        string expected = _directory.PathOf("expected.csv");
        Assert.Equal(0, KwsProcess.Run("classify", _input, "--output", expected).ExitCode);
        string disk = Directory.CreateDirectory(_directory.PathOf("disk")).FullName;
        Assert.SkipUnless(
            KwsProcess.RunInShell("mount -t tmpfs -o size=2m none \"$1\"", disk).ExitCode == 0, "may not mount a file system");
        try
        {
            string csv = Path.Combine(disk, "labels.csv");
            CliResult full = KwsProcess.Run("classify", _input, "--output", csv, "--kernel", "Scalar", "--quiet");
            Assert.Matches(
                $"^kws: {csv}: No space left on device(; [0-9]+ fingerprints are done: the same command with --resume continues)?\n$",
                full.Error);
            Assert.Equal(3, full.ExitCode);
            Assert.False(File.Exists(csv));

            Assert.Equal(0, KwsProcess.RunInShell("mount -o remount,size=50m \"$1\"", disk).ExitCode);
            Assert.Equal(0, KwsProcess.Run("classify", _input, "--output", csv, "--kernel", "Scalar", "--resume").ExitCode);
            Assert.Equal(File.ReadAllBytes(expected), File.ReadAllBytes(csv));
            Assert.Equal([csv], Directory.EnumerateFiles(disk));
        }
        finally
        {
            KwsProcess.RunInShell("umount -l \"$1\"", disk);
        }
    }

    [Fact]
    public void A_file_beyond_the_limit_of_sizes_is_told_in_one_line()
    {
        string csv = _directory.PathOf("labels.csv");
        CliResult full = KwsProcess.RunWithFilesUpTo(kilobytes: 100, "classify", _input, "--output", csv, "--quiet");
        Assert.Matches(
            $"^kws: {csv}: File too large(; [0-9]+ fingerprints are done: the same command with --resume continues)?\n$", full.Error);
        Assert.Equal(3, full.ExitCode);
        Assert.False(File.Exists(csv));

        Assert.Equal(0, KwsProcess.Run("classify", _input, "--output", csv, "--resume", "--quiet").ExitCode);
        Assert.Equal(Count + 1, File.ReadLines(csv).Count());
        Assert.Equal(["fingerprints.raw", "labels.csv"], _directory.Names);
    }

    [Fact]
    public void An_output_directory_that_is_removed_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a directory in use cannot be removed");
        string folder = Directory.CreateDirectory(_directory.PathOf("folder")).FullName;
        string csv = Path.Combine(folder, "labels.csv");
        using Process process = KwsProcess.Start(KwsProcess.Path, "classify", "-", "--input-format", "raw", "--output", csv, "--quiet");
        WaitFor($"{csv}.part", process);
        Directory.Delete(folder, recursive: true);
        process.StandardInput.BaseStream.Write(File.ReadAllBytes(_input).AsSpan(0, 300));
        CliResult result = KwsProcess.Finish(process);
        Assert.Matches($"^kws: {csv}.*: its directory.* has been removed\n$", result.Error);
        Assert.Equal(3, result.ExitCode);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void What_it_advises_after_a_bad_fingerprint_works_when_it_is_pasted()
    {
        byte[] values = File.ReadAllBytes(_input);
        values[^1] = 100;
        File.WriteAllBytes(_input, values);
        string csv = _directory.PathOf("it's labels.csv");
        Interrupt(csv, _input);
        CliResult stopped = KwsProcess.Run("classify", _input, "--output", csv, "--resume", "--quiet");
        Match advice = Regex.Match(
            stopped.Error,
            "^kws: .* fingerprints are done: the same command with (--resume --skip-bad .*) leaves this one out and continues\n$");
        Assert.True(advice.Success, stopped.Error);

        CliResult resumed = KwsProcess.RunInShell($"\"$0\" classify \"$1\" --output \"$2\" --quiet {advice.Groups[1].Value}", _input, csv);
        Assert.Equal((0, $"fingerprints: {Count - 1}, skipped: 1"), (resumed.ExitCode, resumed.Error.Split(", kernel")[0]));
        Assert.Equal(Count, File.ReadLines(csv).Count());
        Assert.Equal(["fingerprints.raw", "it's labels.csv", "it's labels.csv.skipped.txt"], _directory.Names);
    }

    [Fact]
    public void What_cannot_be_left_out_gets_no_advice()
    {
        string damaged = _directory.Write("damaged.txt", "[[1, 2, 3");
        string csv = _directory.PathOf("labels.csv");
        Interrupt(csv, _input, damaged);
        CliResult stopped = KwsProcess.Run("classify", _input, damaged, "--output", csv, "--resume", "--quiet");
        Assert.StartsWith($"kws: {damaged}:1: ", stopped.Error);
        Assert.DoesNotContain("--", stopped.Error);
        Assert.Equal(3, stopped.ExitCode);
    }

    [Fact]
    public void Interrupted_with_Ctrl_C_it_says_how_to_continue()
    {
        string csv = _directory.PathOf("labels.csv");
        CliResult result = Interrupt(csv, _input);
        // On a busy machine the process may be ended before the job could report how far it is.
        Assert.Matches("^kws: cancelled(; [0-9]+ fingerprints are done: the same command with --resume continues)?\n", result.Error);
        Assert.Equal(130, result.ExitCode);

        Assert.Equal(0, KwsProcess.Run("classify", _input, "--output", csv, "--resume").ExitCode);
        Assert.Equal(Count + 1, File.ReadLines(csv).Count());
    }

    /// <summary>A job that is cancelled when its state is saved.</summary>
    private static CliResult Interrupt(string csv, params string[] inputs)
    {
        KwsProcess.RequireInterrupts();
        using Process process = KwsProcess.Start(
            KwsProcess.Path, ["classify", .. inputs, "--output", csv, "--kernel", "Scalar", "--threads", "1", "--quiet"]);
        while (!File.Exists($"{csv}.journal"))
        {
            Assert.False(process.HasExited, "the job was done before its state was saved");
            Thread.Sleep(10);
        }

        Assert.Equal(0, KwsProcess.RunInShell("kill -INT \"$1\"", $"{process.Id}").ExitCode);
        return KwsProcess.Finish(process);
    }

    private static void WaitFor(string path, Process process)
    {
        while (!File.Exists(path) && !process.HasExited)
        {
            Thread.Sleep(10);
        }
    }
}
