using System.Diagnostics;
using System.Text.RegularExpressions;
using Kws.Cli.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>A training that is interrupted and resumed gives the bytes of one that is not.</summary>
public sealed class TrainResumeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _model;
    private readonly string _saved;
    private readonly string[] _command;

    public TrainResumeTests()
    {
        _model = _directory.PathOf("my.safetensors");
        _saved = $"{_model}.training";
        _command =
        [
            "train", SpokenWords.Write(_directory, "data"), "--keywords", "low,high", "--output", _model, "--steps", "150", "--batch", "30",
            "--validation", "10",
        ];
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(30, Explicit = true)]
    public void Killed_at_random_moments_it_gives_what_one_run_gives(int times)
    {
        byte[] expected = Uninterrupted();
        var random = new Random(5);
        int kills = 0;
        int resumed = 0;
        while (true)
        {
            resumed += File.Exists(_saved) ? 1 : 0;
            using Process process = KwsProcess.Start(KwsProcess.Path, [.. _command, "--resume"]);
            while (!File.Exists(_saved) && !process.HasExited)
            {
                Thread.Sleep(10);
            }

            if (kills == times || process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(0, 1500))))
            {
                Assert.Equal(0, KwsProcess.Finish(process).ExitCode);
                if (kills == times)
                {
                    break;
                }

                Assert.Equal(expected, File.ReadAllBytes(_model));
                kills++;
                continue;
            }

            process.Kill();
            process.WaitForExit();
            kills++;
        }

        Assert.Equal(expected, File.ReadAllBytes(_model));
        Assert.DoesNotContain(Path.GetFileName(_saved), _directory.Names);
        TestContext.Current.SendDiagnosticMessage($"{kills} kills, {resumed} times resumed");
    }

    [Fact]
    public void Interrupted_with_Ctrl_C_it_says_how_to_continue()
    {
        KwsProcess.RequireInterrupts();
        byte[] expected = Uninterrupted();
        File.Delete(_model);
        string[] command = [.. _command.Select(word => word == "10" ? "1" : word)];
        using (Process process = KwsProcess.Start(KwsProcess.Path, _command))
        {
            while (!File.Exists(_saved))
            {
                Assert.False(process.HasExited, "the training was done before its state was saved");
                Thread.Sleep(10);
            }

            Assert.Equal(0, KwsProcess.RunInShell("kill -INT \"$1\"", $"{process.Id}").ExitCode);
            CliResult result = KwsProcess.Finish(process);

            Assert.Matches(
                "kws: cancelled; the same command with --resume continues after step [0-9]+ of 150\n$", result.Error);
            Assert.Equal(130, result.ExitCode);
        }

        Assert.False(File.Exists(_model));
        CliResult resumed = KwsProcess.Run([.. _command, "--resume"]);
        Assert.Contains("kws: resumed after step ", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllBytes(_model));
    }

    /// <summary>Steps of half a minute each: the command ends within one, and all steps before are saved.</summary>
    [Fact]
    public void Interrupted_within_a_long_step_it_saves_the_steps_before()
    {
        KwsProcess.RequireInterrupts();
        using Process process = KwsProcess.Start(
            KwsProcess.Path, [.. _command[..6], "--size", "large", "--architecture", "cnn", "--steps", "9", "--batch", "20000"]);
        while (!File.Exists(_saved))
        {
            Assert.False(process.HasExited, "the training was done before its state was saved");
            Thread.Sleep(10);
        }

        Assert.Equal(0, KwsProcess.RunInShell("kill -INT \"$1\"", $"{process.Id}").ExitCode);
        CliResult result = KwsProcess.Finish(process);
        Assert.Matches("kws: cancelled; the same command with --resume continues after step [0-8] of 9\n$", result.Error);
        Assert.Equal(130, result.ExitCode);
    }

    /// <summary>A limit of the size of files stands for a full disk. The state grows by 24 bytes with every validation.</summary>
    [Fact]
    public void A_full_disk_is_told_with_the_step_that_is_saved()
    {
        byte[] expected = Uninterrupted();
        File.Delete(_model);
        string[] command = [.. _command.Select(word => word == "10" ? "1" : word)];
        using (Process process = KwsProcess.Start(KwsProcess.Path, [.. _command.Select(word => word == "150" ? "100000" : word)]))
        {
            while (!File.Exists(_saved))
            {
                Assert.False(process.HasExited, "the training was done before its state was saved");
                Thread.Sleep(10);
            }

            process.Kill();
            KwsProcess.Finish(process);
        }

        long kilobytes = (new FileInfo(_saved).Length / 1024) + 1;
        File.Delete(_saved);
        CliResult full = KwsProcess.RunWithFilesUpTo(kilobytes, command);
        Assert.Equal(3, full.ExitCode);
        Assert.Matches(
            $"kws: {Regex.Escape(_saved)}: File too large; the same command with --resume continues after step [0-9]+ of 150\n$",
            full.Error);
        Assert.Equal(0, KwsProcess.Run([.. command, "--resume"]).ExitCode);
        Assert.Equal(expected, File.ReadAllBytes(_model));

        full = KwsProcess.RunWithFilesUpTo(kilobytes: 1, command);
        Assert.Equal((3, $"kws: {_saved}: File too large\n"), (full.ExitCode, full.Error));
    }

    [Fact]
    public void A_saved_training_of_other_settings_is_refused_by_resume_and_else_not_in_the_way()
    {
        byte[] expected = Uninterrupted();
        Stop();
        CliResult.Run([.. _command, "--seed", "9", "--resume"]).AssertFailed(
            3, $"{_saved}: this training began with --seed 1, now it is 9; without --resume it begins anew");
        string clip = Path.Combine(_command[1], "low", "s0_nohash_0.wav");
        byte[] sound = File.ReadAllBytes(clip);
        sound[^1] ^= 1;
        File.WriteAllBytes(clip, sound);
        CliResult.Run([.. _command, "--resume"]).AssertFailed(
            3, $"{_saved}: this training began with sound of hash ", prefixOnly: true);
        sound[^1] ^= 1;
        File.WriteAllBytes(clip, sound);
        Assert.Equal(0, CliResult.Run(_command).ExitCode);
        Assert.Equal(expected, File.ReadAllBytes(_model));
    }

    /// <summary>
    /// The page goes into a pipe: the command waits for its reader when the model is written and the state is not yet deleted. A folder in
    /// its place cannot be deleted as a file.
    /// </summary>
    [Fact]
    public async Task A_state_that_cannot_be_deleted_is_told_after_the_results()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        byte[] expected = Uninterrupted();
        File.Delete(_model);
        string page = _directory.PathOf("page.html");
        Assert.Equal(0, KwsProcess.RunInShell("mkfifo \"$1\"", page).ExitCode);
        using Process process = KwsProcess.Start(KwsProcess.Path, [.. _command, "--report", page]);
        Assert.Equal("", await File.ReadAllTextAsync(page, cancellation));
        while (!File.Exists(_model))
        {
            Assert.False(process.HasExited, "the training ended without a model");
            await Task.Delay(10, cancellation);
        }

        File.Delete(_saved);
        Directory.CreateDirectory(_saved);
        Assert.EndsWith("</html>\n", await File.ReadAllTextAsync(page, cancellation));
        CliResult result = KwsProcess.Finish(process);
        Assert.EndsWith($"\nkws: {_saved}: this is a directory, expected a file\n", result.Error);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("\nstream of the testing set: ", result.Out, StringComparison.Ordinal);
        Assert.Equal(expected, await File.ReadAllBytesAsync(_model, cancellation));
    }

    [Fact]
    public void Results_that_could_not_be_printed_are_printed_when_it_is_resumed()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        CliResult full = KwsProcess.RunInShell("\"$0\" \"$@\" > /dev/full", _command);
        Assert.Equal(3, full.ExitCode);
        Assert.EndsWith(
            "kws: standard output: No space left on device; the same command with --resume prints the results again\n", full.Error);
        CliResult resumed = CliResult.Run([.. _command, "--resume"]);
        Assert.Contains("kws: resumed after step 150 of 150\n", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("\nstream of the testing set: ", resumed.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(_saved));
    }

    [Fact]
    public void A_damaged_saved_training_is_told()
    {
        File.WriteAllText(_saved, "kws training 1\nand no more");
        CliResult.Run([.. _command, "--resume"]).AssertFailed(
            3, $"{_saved}: this is no saved training, or it is damaged; without --resume it begins anew");
        Assert.Equal("kws training 1\nand no more", File.ReadAllText(_saved));
    }

    /// <summary>Leaves a saved training: its report cannot be written at the end.</summary>
    private void Stop()
    {
        string report = _directory.PathOf("report");
        string page = Path.Combine(report, "my.html");
        Directory.CreateDirectory(report);
        using Process process = KwsProcess.Start(KwsProcess.Path, [.. _command, "--report", page]);
        while (!File.Exists(_saved) && !process.HasExited)
        {
            Thread.Sleep(10);
        }

        Directory.Delete(report);
        Assert.Equal(3, KwsProcess.Finish(process).ExitCode);
        Assert.True(File.Exists(_saved));
    }

    private byte[] Uninterrupted()
    {
        Assert.Equal(0, CliResult.Run(_command).ExitCode);
        return File.ReadAllBytes(_model);
    }
}
