using Kws.Bulk.Jobs;
using Kws.Bulk.Tests.Support;
using Kws.Fast;
using Kws.Model;
using Kws.Testing;

namespace Kws.Bulk.Tests;

/// <summary>
/// A job that is interrupted anywhere and resumed gives what one run gives; whatever fails, nothing is lost, doubled or half-written.
/// </summary>
public sealed class JobTests : JobFixture
{
    [Fact]
    public async Task All_outputs_hold_all_fingerprints()
    {
        string labels = Folder.PathOf("labels.npy");
        string logits = Folder.PathOf("logits.npy");
        BulkSummary summary = await Job(
            null, Csv, (labels, ResultFormat.NpyLabels(KwsModel.Default.Labels)), (logits, ResultFormat.NpyLogits(KwsModel.Default.Labels)))
            .RunAsync(cancellationToken: Cancelled);

        int[] expected = Fingerprints.Logits(Values);
        Assert.Equal(Expected, File.ReadAllText(Output));
        Assert.Equal(
            [.. Fingerprints.NpyHead("<i4", "(10000, 4)"), .. expected.SelectMany(BitConverter.GetBytes)], File.ReadAllBytes(logits));
        IEnumerable<Classification> classifications = expected.Chunk(4).Select(row => Classification.FromLogits(row));
        Assert.Equal(
            [.. Fingerprints.NpyHead("<i4", "(10000,)"), .. classifications.SelectMany(result => BitConverter.GetBytes(result.Label))],
            File.ReadAllBytes(labels));
        Assert.Equal(["labels.npy", "logits.npy", "out.csv"], Outputs);

        Assert.Equal((10_000, 0), (summary.Count, summary.Skipped));
        Assert.Equal(Enumerable.Range(0, 4).Select(label => (long)classifications.Count(result => result.Label == label)), summary.Labels);
        Assert.Equal(
            Enumerable.Range(0, 34).Select(bin => (long)classifications.Count(
                result => bin == 0 ? result.Margin == 0 : result.Margin >= 1L << (bin - 1) && result.Margin < 1L << bin)),
            summary.Margins);
    }

    /// <summary>There are ten blocks; every one but the last is once the last one before an interruption.</summary>
    [Fact]
    public async Task Interrupted_behind_every_block_it_goes_on_to_the_same_bytes()
    {
        string expected = Expected;
        for (int blocks = 1; blocks <= 9; blocks++)
        {
            await Interrupt(blocks);
            Assert.Equal(["out.csv.journal", "out.csv.part"], Outputs);
            await Resume().RunAsync(cancellationToken: Cancelled);
            Assert.Equal(expected, File.ReadAllText(Output));
            Assert.Equal(["out.csv"], Outputs);
            File.Delete(Output);
        }
    }

    [Fact]
    public async Task What_was_written_behind_the_last_saved_state_is_written_anew()
    {
        await Interrupt(3);
        File.AppendAllText($"{Output}.part", "2999,cat,half a li");
        BulkSummary summary = await Resume().RunAsync(cancellationToken: Cancelled);
        Assert.Equal(Expected, File.ReadAllText(Output));
        Assert.Equal(10_000, summary.Count);
        Assert.Equal(10_000, summary.Labels.Sum());
        Assert.Equal(10_000, summary.Margins.Sum());
    }

    /// <summary>The block is written, but whoever takes it fails: it is not done.</summary>
    [Fact]
    public async Task A_block_that_was_not_taken_is_not_doubled()
    {
        int blocks = 0;
        BulkJob job = Job(
            new BulkJobOptions
            {
                CheckpointInterval = TimeSpan.Zero,
                Classified = block => blocks += blocks == 3 ? throw new IOException($"no more than {block.FirstIndex}") : 1,
            },
            Csv);
        await Assert.ThrowsAsync<IOException>(() => job.RunAsync(cancellationToken: Cancelled));
        Assert.True(job.CanResume);
        await Resume().RunAsync(cancellationToken: Cancelled);
        Assert.Equal(Expected, File.ReadAllText(Output));
    }

    [Fact]
    public async Task Without_resume_it_begins_anew()
    {
        await Interrupt(3);
        await Job(null, Csv).RunAsync(cancellationToken: Cancelled);
        Assert.Equal(Expected, File.ReadAllText(Output));
        Assert.Equal(["out.csv"], Outputs);
    }

    [Fact]
    public async Task Resuming_begins_a_job_that_is_not_there()
    {
        await Resume().RunAsync(cancellationToken: Cancelled);
        Assert.Equal(Expected, File.ReadAllText(Output));
    }

    [Fact]
    public async Task A_job_that_had_hardly_begun_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        BulkJob job = Job(new BulkJobOptions { Classified = _ => cancellation.Cancel() }, Csv);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.RunAsync(cancellationToken: cancellation.Token));
        Assert.False(job.CanResume);
        Assert.Empty(Outputs);
    }

    /// <summary>A directory in the place of the file that a state is written to stands for a disk without room.</summary>
    [Fact]
    public async Task A_job_whose_first_state_cannot_be_saved_leaves_nothing()
    {
        string obstacle = $"{Output}.journal.tmp";
        BulkJob job = Job(
            new BulkJobOptions { CheckpointInterval = TimeSpan.Zero, Classified = _ => Directory.CreateDirectory(obstacle) }, Csv);
        var e = await Assert.ThrowsAsync<IOException>(() => job.RunAsync(cancellationToken: Cancelled));
        Assert.Equal($"{obstacle}: this is a directory, expected a file or nothing", e.Message);
        Assert.False(job.CanResume);
        Directory.Delete(obstacle);
        Assert.Empty(Outputs);
    }

    [Fact]
    public async Task A_failure_keeps_what_was_there_under_the_name()
    {
        File.WriteAllText(Output, "old");
        File.WriteAllBytes(Inputs[1].Name, [.. Fingerprints.Bytes(Values[(6000 * 300)..^1]), 99]);
        var e = await Assert.ThrowsAsync<KwsFormatException>(() => Job(null, Csv).RunAsync(cancellationToken: Cancelled));
        Assert.Equal(
            $"{Inputs[1].Name}: fingerprint 3999: value 299 (frame 29, coefficient 9) is 99, expected an integer from -32 to 31",
            e.Message);
        Assert.Equal("old", File.ReadAllText(Output));
        Assert.Equal(["out.csv"], Outputs);
    }

    [Fact]
    public async Task A_damaged_last_input_is_told_before_anything_is_done()
    {
        File.WriteAllBytes(Inputs[1].Name, new byte[299]);
        BulkJob job = Job(new BulkJobOptions { Classified = _ => Assert.Fail("nothing is done") }, Csv);
        await Assert.ThrowsAsync<KwsFormatException>(() => job.RunAsync(cancellationToken: Cancelled));
        Assert.Empty(Outputs);
    }

    /// <summary>Killed between the two names: the journal says that only names are missing.</summary>
    [Fact]
    public async Task Killed_while_outputs_get_their_names_it_gives_the_rest()
    {
        string labels = Folder.PathOf("labels.npy");
        (string, ResultFormat) second = (labels, ResultFormat.NpyLabels(KwsModel.Default.Labels));
        await Job(null, Csv, second).RunAsync(cancellationToken: Cancelled);
        byte[] csv = File.ReadAllBytes(Output);
        byte[] npy = File.ReadAllBytes(labels);

        // As it is left: a saved state of a complete job, the first output named, the second one not.
        await Interrupt(3, second);
        Journal journal = Journal.Read($"{Output}.journal")!;
        File.Delete($"{Output}.part");
        File.WriteAllBytes(Output, csv);
        File.WriteAllBytes($"{labels}.part", npy);
        File.Delete(labels);
        string tail = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(npy.AsSpan(npy.Length - 4096)));
        (journal with
        {
            IsComplete = true,
            Outputs = [journal.Outputs[0], journal.Outputs[1] with { Length = npy.Length, Tail = tail }],
        }).Write($"{Output}.journal");

        await Job(new BulkJobOptions { Resume = true }, Csv, second).RunAsync(cancellationToken: Cancelled);
        Assert.Equal(csv, File.ReadAllBytes(Output));
        Assert.Equal(npy, File.ReadAllBytes(labels));
        Assert.Equal(["labels.npy", "out.csv"], Outputs);
    }

    [Fact]
    public async Task Skipped_fingerprints_go_to_a_file_that_can_be_put_right()
    {
        byte[] raw = Fingerprints.Bytes(Values[(6000 * 300)..]);
        raw[(1234 * 300) + 5] = 77;
        File.WriteAllBytes(Inputs[1].Name, raw);
        string skipped = Folder.PathOf("skipped.txt");

        for (int blocks = 1; blocks <= 9; blocks += 2)
        {
            await Interrupt(blocks, new BulkJobOptions { SkippedPath = skipped });
            BulkSummary summary =
                await Job(new BulkJobOptions { Resume = true, SkippedPath = skipped }, Csv).RunAsync(cancellationToken: Cancelled);
            Assert.Equal((9999, 1), (summary.Count, summary.Skipped));
            string[] lines = File.ReadAllLines(skipped);
            Assert.Equal(2, lines.Length);
            Assert.Equal(
                $"# {Inputs[1].Name}: fingerprint 1234: value 5 (frame 0, coefficient 5) is 77, expected an integer from -32 to 31",
                lines[0]);
            Fingerprint repaired = Assert.Single(
                FingerprintFile.Read(
                    new StringReader(lines[1].Replace(" 77 ", " 0 ", StringComparison.Ordinal)),
                    "repaired",
                    Networks.Taking(Fingerprints.Shape)));
            Assert.Equal(0, repaired.Values.Span[5]);
            Assert.Equal(Values.AsSpan(7234 * 300, 5), repaired.Values.Span[..5]);
            Assert.Equal(10_000, File.ReadLines(Output).Count());
        }
    }

    [Fact]
    public async Task Progress_runs_from_nothing_to_all_and_counts_earlier_runs()
    {
        await Interrupt(7);
        var reports = new List<BulkProgress>();
        await Job(new BulkJobOptions { Resume = true, Classified = _ => Time.Advance(TimeSpan.FromSeconds(0.25)) }, Csv)
            .RunAsync(new Reports(reports), Cancelled);
        Assert.True(reports.Count >= 3);
        Assert.All(
            reports.Zip(reports.Skip(1)),
            pair => Assert.True(pair.First.Done < pair.Second.Done && pair.First.Fraction < pair.Second.Fraction));
        Assert.InRange(reports[0].Done, 7169, 9000);
        Assert.Equal(10_000, reports[^1].Done);
        Assert.Equal(1, reports[^1].Fraction);
        Assert.Equal(TimeSpan.Zero, reports[^1].Left);
        Assert.Equal(Inputs[1].Name, reports[^1].Input);
        Assert.All(reports, report => Assert.InRange(report.Rate, 1, 1024 / 0.25));
    }

    /// <summary>As a process that was stopped sees it, or one whose clock jumps.</summary>
    [Fact]
    public async Task Progress_after_thousands_of_years_is_reported_as_well_as_it_can_be()
    {
        var reports = new List<BulkProgress>();
        await Job(new BulkJobOptions { Classified = _ => Time.Advance(TimeSpan.FromDays(900_000)) }, Csv)
            .RunAsync(new Reports(reports), Cancelled);
        Assert.Equal(TimeSpan.MaxValue, reports[1].Left);
        Assert.Equal(TimeSpan.Zero, reports[^1].Left);
    }

    /// <summary>Unlike <see cref="Progress{T}"/> it takes reports at once.</summary>
    private sealed class Reports(List<BulkProgress> reports) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => reports.Add(value);
    }
}
