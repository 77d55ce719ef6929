using System.Diagnostics;
using Kws.Audio.Tests.Support;
using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Every command whose work can be shared out: its parts, merged, are what one run writes, killed in the middle or not.</summary>
public sealed class PartTests : IDisposable
{
    private const int Parts = 3;

    private readonly TemporaryDirectory _directory = new();

    private string Clips => _directory.PathOf("clips");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("classify", ".csv")]
    [InlineData("classify", ".jsonl")]
    [InlineData("classify", ".npy")]
    [InlineData("classify", ".parquet")]
    [InlineData("fingerprints", ".txt")]
    [InlineData("fingerprints", ".npy")]
    [InlineData("fingerprints", ".raw")]
    [InlineData("fingerprints", ".parquet")]
    [InlineData("label-wav", ".csv")]
    [InlineData("label-wav", ".jsonl")]
    [InlineData("evaluate", ".json")]
    public void Merged_parts_are_what_one_run_writes(string command, string ending)
    {
        WriteClips(7);
        string whole = _directory.PathOf($"whole{ending}");
        Succeed(command, Clips, "--output", whole);
        for (int part = 1; part <= Parts; part++)
        {
            Succeed(command, Clips, "--part", $"{part}/{Parts}", "--output", _directory.PathOf($"part-{part}{ending}"), "--resume");
        }

        string merged = _directory.PathOf($"merged{ending}");
        Succeed("merge", _directory.PathOf($"part-*{ending}"), "--output", merged);
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(merged));
    }

    [Theory]
    [InlineData("label-wav", "csv")]
    [InlineData("evaluate", "json")]
    public void The_file_has_what_standard_output_has(string command, string ending)
    {
        WriteClips(7);
        string file = _directory.PathOf($"out.{ending}");
        string printed = CliResult.Run(ending == "json" ? [command, Clips, "--json"] : [command, Clips]).Out;
        Succeed(command, Clips, "--output", file);
        Assert.Equal(printed, File.ReadAllText(file));
    }

    [Fact]
    public void Parts_on_standard_output_have_their_indices_in_the_whole()
    {
        string[] whole = CliResult.Run("classify", TestData.Recorded).Out.Split('\n');
        string raw = _directory.PathOf("a.raw");
        File.WriteAllBytes(raw, RawOf(TestData.Recorded));
        Assert.Equal(
            string.Join('\n', [whole[0], .. whole[251..376], ""]), CliResult.Run("classify", raw, "--part", "3/4").Out);
    }

    [Theory]
    [InlineData("label-wav", "csv")]
    [InlineData("fingerprints", "txt", Explicit = true)]
    [InlineData("fingerprints", "parquet")]
    [InlineData("evaluate", "json")]
    public void Killed_it_is_resumed_to_what_one_run_writes(string command, string ending)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs Unix signals");
        WriteLongClips(200);
        string whole = _directory.PathOf($"whole.{ending}");
        string output = _directory.PathOf($"part.{ending}");
        Assert.Equal(0, KwsProcess.Run(command, Clips, "--part", "1/2", "--output", whole).ExitCode);
        string[] again = [command, Clips, "--part", "1/2", "--output", output, "--threads", "1", "--resume"];
        using (Process process = KwsProcess.Start(KwsProcess.Path, again))
        {
            while (!File.Exists($"{output}.journal"))
            {
                Assert.False(process.HasExited, "the job was done before its state was saved");
                Thread.Sleep(5);
            }

            process.Kill();
            process.WaitForExit();
        }

        Assert.Contains("\"isComplete\": false", File.ReadAllText($"{output}.journal"));
        Assert.False(File.Exists(output));
        Assert.Equal(0, KwsProcess.Run(again).ExitCode);
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(output));
        Assert.False(File.Exists($"{output}.part"));
    }

    [Theory]
    [InlineData("auto", "2", "1", "4", "4", null, "2/4")]
    [InlineData("auto/9", "2", "2", "7", "2", null, "2/9")]
    [InlineData("auto/9", null, null, null, null, "2", "3/9")]
    [InlineData("auto/9", "", null, null, null, "2", "3/9")]
    public void Schedulers_say_which_part_it_is(
        string part, string? task, string? min, string? max, string? count, string? index, string same)
    {
        string raw = _directory.PathOf("a.raw");
        File.WriteAllBytes(raw, RawOf(TestData.Recorded));
        Assert.Equal(
            CliResult.Run("classify", raw, "--part", same),
            CliResult.RunIn(Environment(task, min, max, count, index), "classify", raw, "--part", part));
    }

    [Theory]
    [InlineData("auto", null, null, null, null, null, "SLURM_ARRAY_TASK_ID is not set: this is no task of a Slurm array")]
    [InlineData("auto", "", null, null, null, null, "SLURM_ARRAY_TASK_ID is not set: this is no task of a Slurm array")]
    [InlineData("auto", "x", "1", "2", "2", null, "SLURM_ARRAY_TASK_ID is 'x', expected a number")]
    [InlineData("auto/4", "x", "1", "2", "2", null, "SLURM_ARRAY_TASK_ID is 'x', expected a number")]
    [InlineData("auto", "1", "1", "2", null, null, "SLURM_ARRAY_TASK_COUNT is not set")]
    [InlineData("auto/4", null, null, null, null, null, "neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set")]
    [InlineData("auto/4", "0", "0", "3", "4", null, "SLURM_ARRAY_TASK_ID is 0, expected 1 to 4")]
    [InlineData("auto/4", null, null, null, null, "4", "JOB_COMPLETION_INDEX is 4, expected 0 to 3")]
    public void A_scheduler_that_does_not_say_it_is_told(
        string part, string? task, string? min, string? max, string? count, string? index, string message) =>
        CliResult.RunIn(Environment(task, min, max, count, index), "classify", TestData.Recorded, "--part", part)
            .AssertFailed(2, $"--part is {part}, but {message}");

    [Fact]
    public void Kubernetes_does_not_tell_the_number_of_parts() =>
        CliResult.RunIn(Environment(null, null, null, null, "0"), "classify", TestData.Recorded, "--part", "auto").AssertFailed(
            2, "--part is auto, but Kubernetes does not tell the number of parts, expected auto/N with the job's completions");

    /// <summary>One that begins with 0 would have other numbers than when some of its tasks are run again with auto/N.</summary>
    [Theory]
    [InlineData("3", "3", "7", "2")]
    [InlineData("2", "0", "3", "4")]
    public void Another_array_than_from_1_to_N_does_not_tell_the_number_of_parts(string task, string min, string max, string count) =>
        CliResult.RunIn(Environment(task, min, max, count, null), "classify", TestData.Recorded, "--part", "auto").AssertFailed(
            2, $"--part is auto, but the array has {count} tasks from {min} to {max}, expected all from 1 to N; with auto/N some of them "
            + "can be run again");

    [Theory]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("1")]
    [InlineData("auto/0")]
    public void What_is_no_part_is_told(string part) => CliResult.Run("classify", TestData.Recorded, "--part", part)
        .AssertFailed(2, $"--part is '{part}', expected K/N (K from 1 to N), auto or auto/N; see kws classify --help");

    [Theory]
    [InlineData("label-wav")]
    [InlineData("fingerprints", "--output", "x.npy")]
    [InlineData("classify")]
    public void Standard_input_has_no_parts(string command, params string[] options) =>
        CliResult.Run([command, "-", "--part", "1/2", .. options])
            .AssertFailed(3, "standard input can be read only once, so that it has no parts");

    [Fact]
    public void An_evaluation_of_all_at_once_has_no_parts()
    {
        WriteClips(2);
        CliResult.Run("evaluate", Clips, "--part", "1/2", "--shift-study").AssertFailed(
            2, "--shift-study evaluates the whole data set at once, expected no --part, --output or --resume");
    }

    [Fact]
    public void Files_that_are_no_parts_are_not_merged()
    {
        CliResult.Run("merge", TestData.Recorded, "--output", _directory.PathOf("a.txt"))
            .AssertFailed(3, $"{TestData.Recorded}: this is no part of a job: there is no {TestData.Recorded}.journal");
        CliResult.Run("merge", TestData.Recorded, "--output", _directory.PathOf("a.csv")).AssertFailed(
            2, $"--output is '{_directory.PathOf("a.csv")}', but {TestData.Recorded} ends in '.txt', expected the same ending");
        string missing = _directory.PathOf("part?.txt");
        CliResult.Run("merge", missing, "--output", _directory.PathOf("a.txt")).AssertFailed(3, $"{missing}: there is no such file");
        Assert.Empty(_directory.Names);
    }

    /// <summary>The parts would have other clips than those of one run.</summary>
    [Theory]
    [InlineData("label-wav", ".csv")]
    [InlineData("fingerprints", ".txt")]
    [InlineData("evaluate", ".json")]
    public void Parts_of_other_clips_are_not_merged(string command, string ending)
    {
        WriteClips(4);
        string[] parts = [_directory.PathOf($"part-1{ending}"), _directory.PathOf($"part-2{ending}")];
        Succeed(command, Clips, "--part", "1/2", "--output", parts[0]);
        string clip = Directory.GetFiles(Path.Combine(Clips, "cat"))[0];
        File.Move(clip, Path.Combine(Path.GetDirectoryName(clip)!, "0000_nohash_0.wav"));
        Succeed(command, Clips, "--part", "2/2", "--output", parts[1]);
        CliResult.Run(["merge", .. parts, "--output", _directory.PathOf($"all{ending}")])
            .AssertFailed(3, $"{parts[1]}: the inputs of this job are not those of {parts[0]}");
    }

    [Fact]
    public void A_changed_part_is_not_merged_but_done_again()
    {
        WriteClips(7);
        string[] parts = [_directory.PathOf("part-1.parquet"), _directory.PathOf("part-2.parquet")];
        string[] again = ["classify", Clips, "--part", "2/2", "--output", parts[1], "--resume"];
        Succeed("classify", Clips, "--part", "1/2", "--output", parts[0]);
        Succeed(again);
        byte[] second = File.ReadAllBytes(parts[1]);
        File.Copy(parts[0], parts[1], overwrite: true);
        string whole = _directory.PathOf("all.parquet");
        CliResult.Run(["merge", .. parts, "--output", whole]).AssertFailed(
            3, $"{parts[1]}: the file has another content than when the part was finished: it was changed");
        Assert.False(File.Exists(whole));
        CliResult result = CliResult.Run(again);
        Assert.Equal(
            (0, $"kws: {parts[1]} was changed since it was finished: doing it again\n"), (result.ExitCode, result.Error));
        Assert.Equal(second, File.ReadAllBytes(parts[1]));
        Succeed(["merge", .. parts, "--output", whole]);
    }

    [Fact]
    public void A_part_is_not_replaced_by_the_whole()
    {
        WriteClips(4);
        string[] parts = [_directory.PathOf("part-1.csv"), _directory.PathOf("part-2.csv")];
        Succeed("label-wav", Clips, "--part", "1/2", "--output", parts[0]);
        Succeed("label-wav", Clips, "--part", "2/2", "--output", parts[1]);
        byte[] second = File.ReadAllBytes(parts[1]);
        CliResult.Run(["merge", .. parts, "--output", parts[1]]).AssertFailed(2, $"--output is '{parts[1]}', which is one of the parts");
        Assert.Equal(second, File.ReadAllBytes(parts[1]));
    }

    [Theory]
    [InlineData("classify", ".csv")]
    [InlineData("label-wav", ".csv")]
    [InlineData("fingerprints", ".txt")]
    [InlineData("evaluate", ".json")]
    public void Parts_of_other_front_ends_are_not_merged(string command, string ending)
    {
        WriteClips(4);
        string[] parts = [_directory.PathOf($"part-1{ending}"), _directory.PathOf($"part-2{ending}")];
        Succeed(command, Clips, "--part", "1/2", "--output", parts[0]);
        Assert.Equal(0, Run("2/2", parts[1]));
        CliResult.Run(["merge", .. parts, "--output", _directory.PathOf($"all{ending}")])
            .AssertFailed(3, $"{parts[1]}: this has another model, other options or other formats than {parts[0]}");
        Assert.Equal(3, Run("1/2", parts[0], "--resume"));

        int Run(string part, string output, params string[] more) => CliResult.Run(
            [command, Clips, "--part", part, "--output", output, "--lowest-frequency", "300", .. more]).ExitCode;
    }

    private static Dictionary<string, string?> Environment(string? task, string? min, string? max, string? count, string? index) => new()
    {
        ["SLURM_ARRAY_TASK_ID"] = task,
        ["SLURM_ARRAY_TASK_MIN"] = min,
        ["SLURM_ARRAY_TASK_MAX"] = max,
        ["SLURM_ARRAY_TASK_COUNT"] = count,
        ["JOB_COMPLETION_INDEX"] = index,
    };

    private static void Succeed(params string[] args)
    {
        CliResult result = CliResult.Run(args);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    private static byte[] RawOf(string text) =>
        [.. File.ReadLines(text).Where(line => !line.StartsWith('#')).SelectMany(
            line => line.Split('\t')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(value => (byte)sbyte.Parse(value)))];

    /// <summary>
    /// Clips whose word takes long to find, so that the state is saved long before the end: names of one file of 20 seconds.
    /// </summary>
    private void WriteLongClips(int count)
    {
        var random = new Random(5);
        short[] noise = [.. Enumerable.Range(0, 20 * 44_100).Select(_ => (short)random.Next(-3000, 3000))];
        string file = _directory.Write("long.wav", WavBuilder.Of(44_100, noise));
        string folder = Directory.CreateDirectory(Path.Combine(Clips, "cat")).FullName;
        for (int i = 0; i < count; i++)
        {
            File.CreateSymbolicLink(Path.Combine(folder, $"{i:x8}_nohash_0.wav"), file);
        }
    }

    /// <summary>Clips laid out as a data set, of a tenth of a second each: the same noise, from another sample on.</summary>
    private void WriteClips(int count)
    {
        var random = new Random(5);
        short[] noise = [.. Enumerable.Range(0, 20_000).Select(_ => (short)random.Next(-3000, 3000))];
        foreach ((string word, int i) in Enumerable.Range(0, count).Select(i => (i % 3 == 0 ? "cat" : "happy", i)))
        {
            string folder = Directory.CreateDirectory(Path.Combine(Clips, word)).FullName;
            Wav.Write(Path.Combine(folder, $"{i:x8}_nohash_0.wav"), noise.AsSpan(i, 1600));
        }
    }
}
