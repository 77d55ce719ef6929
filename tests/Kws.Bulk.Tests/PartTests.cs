using Kws.Bulk.Jobs;
using Kws.Bulk.Tests.Support;
using Kws.Model;

namespace Kws.Bulk.Tests;

/// <summary>The parts of a job, merged, are the job; each is done whole, once, and wherever its disk is mounted.</summary>
public sealed class PartTests : JobFixture
{
    private static readonly (string Name, ResultFormat Format)[] Formats =
    [
        ("csv", Csv), ("jsonl", ResultFormat.JsonLines(KwsModel.Default.Labels)), ("npy", ResultFormat.NpyLabels(KwsModel.Default.Labels)),
        ("logits.npy", ResultFormat.NpyLogits(KwsModel.Default.Labels)),
    ];

    private readonly Random _random = new(21);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(40)]
    public async Task Merged_parts_are_the_whole_in_every_format(int count)
    {
        BulkInput[] inputs = MixedInputs();
        await Run(inputs, null, "whole", Formats);
        for (int part = 1; part <= count; part++)
        {
            await Run(inputs, new(part, count), $"{part}", Formats);
        }

        foreach ((string name, _) in Formats)
        {
            Assert.Equal(File.ReadAllBytes(Folder.PathOf($"whole.{name}")), Merge(name, count));
        }
    }

    /// <summary>No part can know how many were skipped before it.</summary>
    [Fact]
    public async Task Skipped_fingerprints_leave_no_gap_in_merged_indices()
    {
        byte[] raw = Fingerprints.Bytes(Values[..(3000 * 300)]);
        foreach (int bad in (int[])[0, 999, 1000, 2999])
        {
            raw[(bad * 300) + 7] = 100;
        }

        BulkInput[] inputs = [BulkInput.File(Folder.Write("bad.raw", raw))];
        await Run(inputs, null, "whole", Formats, Folder.PathOf("whole.skipped"));
        for (int part = 1; part <= 3; part++)
        {
            await Run(inputs, new(part, 3), $"{part}", Formats, Folder.PathOf($"{part}.skipped"));
        }

        foreach ((string name, _) in Formats)
        {
            Assert.Equal(File.ReadAllBytes(Folder.PathOf($"whole.{name}")), Merge(name, 3));
        }

        Assert.Equal(
            File.ReadAllText(Folder.PathOf("whole.skipped")),
            string.Concat(Enumerable.Range(1, 3).Select(part => File.ReadAllText(Folder.PathOf($"{part}.skipped")))));

        // People correct what was skipped: the part stays complete.
        File.Delete(Folder.PathOf("1.skipped"));
        BulkOutput[] outputs = [.. Formats.Select(format => new BulkOutput(Folder.PathOf($"1.{format.Name}"), format.Format))];
        var options = new BulkJobOptions
        {
            Part = new(1, 3),
            SkippedPath = Folder.PathOf("1.skipped"),
            Resume = true,
            Classified = _ => Assert.Fail("it is done"),
        };
        await new BulkJob(Fingerprints.Classifier, inputs, outputs, options).RunAsync(cancellationToken: Cancelled);
    }

    [Fact]
    public async Task Rows_are_shared_out_evenly_with_their_indices_in_the_whole()
    {
        BulkSummary summary = await Run(Inputs, new(3, 4), "third", Formats[..1]);
        Assert.Equal(2500, summary.Count);
        string[] whole = Expected.Split('\n');
        Assert.Equal([whole[0], .. whole[5001..7501]], File.ReadAllLines(Folder.PathOf("third.csv")));
    }

    [Fact]
    public async Task An_interrupted_part_is_resumed_and_a_complete_one_not_done_again()
    {
        await Run(Inputs, new(2, 3), "whole", Formats[..1]);
        using var cancellation = new CancellationTokenSource();
        var options = new BulkJobOptions { Part = new(2, 3), CheckpointInterval = TimeSpan.Zero, Classified = _ => cancellation.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Job(options, Csv).RunAsync(cancellationToken: cancellation.Token));

        var classified = new List<long>();
        options = new() { Part = new(2, 3), Resume = true, Classified = block => classified.Add(block.FirstIndex) };
        BulkSummary summary = await Job(options, Csv).RunAsync(cancellationToken: Cancelled);
        Assert.Equal(File.ReadAllText(Folder.PathOf("whole.csv")), File.ReadAllText(Output));
        Assert.NotEqual(3333, classified[0]);

        classified.Clear();
        Assert.Equal(summary.Count, (await Job(options, Csv).RunAsync(cancellationToken: Cancelled)).Count);
        Assert.Empty(classified);
    }

    [Fact]
    public async Task A_part_is_not_resumed_as_another_one()
    {
        await Run(Inputs, new(2, 3), "out", Formats[..1]);
        await AssertRefused(Inputs, new(1, 3), "it is part 2/3, not 1/3");
        await AssertRefused(Inputs, new(2, 4), "it is part 2/3, not 2/4");

        // Part 2 of this reads the same rows of the same files.
        BulkInput more = BulkInput.File(Folder.Write("c.raw", Fingerprints.Bytes(Values[..300])));
        await AssertRefused([.. Inputs, more], new(2, 3), "the inputs of other parts are not what they were");

        async Task AssertRefused(BulkInput[] inputs, JobPart part, string difference)
        {
            var job = new BulkJob(
                Fingerprints.Classifier, inputs, [new(Output, Csv)], new BulkJobOptions { Resume = true, Part = part });
            var e = await Assert.ThrowsAsync<KwsFormatException>(() => job.RunAsync(cancellationToken: Cancelled));
            Assert.Equal($"{Output}.journal: the finished job is another one: {difference}", e.Message);
        }
    }

    [Fact]
    public async Task A_job_is_resumed_where_its_disk_is_mounted_elsewhere()
    {
        string here = Folder.PathOf("here");
        string there = Folder.PathOf("there");
        Directory.CreateDirectory(Path.Combine(here, "in"));
        foreach (BulkInput input in Inputs)
        {
            File.Move(input.Name, Path.Combine(here, "in", Path.GetFileName(input.Name)));
        }

        using var cancellation = new CancellationTokenSource();
        var options = new BulkJobOptions { CheckpointInterval = TimeSpan.Zero, Classified = _ => cancellation.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => JobIn(here, options).RunAsync(cancellationToken: cancellation.Token));
        Directory.Move(here, there);
        await JobIn(there, new() { Resume = true }).RunAsync(cancellationToken: Cancelled);
        Assert.Equal(Expected, File.ReadAllText(Path.Combine(there, "out.csv")));

        static BulkJob JobIn(string folder, BulkJobOptions options) => new(
            Fingerprints.Classifier,
            [BulkInput.File(Path.Combine(folder, "in", "a.npy")), BulkInput.File(Path.Combine(folder, "in", "b.raw"))],
            [new(Path.Combine(folder, "out.csv"), Csv)], options);
    }

    [Fact]
    public async Task Two_writers_of_a_job_do_not_meet()
    {
        Task<BulkSummary>? waiting = null;
        string? told = null;
        var refused = new List<string>();
        var options = new BulkJobOptions
        {
            CheckpointInterval = TimeSpan.Zero,
            Classified = block =>
            {
                if (block.FirstIndex == 0)
                {
                    BulkJob second = Job(null, Csv);
                    refused.Add(Assert.Throws<IOException>(() => second.RunAsync(null, Cancelled).GetAwaiter().GetResult()).Message);
                    BulkJob third = Job(new BulkJobOptions { Resume = true, Part = new(1, 2), Notice = text => told = text }, Csv);
                    waiting = Task.Run(() => third.RunAsync(null, Cancelled));
                    SpinWait.SpinUntil(() => told is not null);
                }
            },
            Part = new(1, 2),
        };
        await Job(options, Csv).RunAsync(cancellationToken: Cancelled);
        Assert.Equal([$"{Output}: another job is writing this file"], refused);
        Assert.Equal($"{Output}: another job is writing this file; waiting until it has ended", told);
        Assert.Equal(5000, (await waiting!).Count);
        Assert.Equal(["out.csv", "out.csv.journal"], Outputs);
    }

    [Fact]
    public async Task What_can_be_read_only_once_has_no_parts()
    {
        var input = new BulkInput("stream", IsFile: false, _ => throw new InvalidOperationException());
        var job = new BulkJob(Fingerprints.Classifier, [input], [], new BulkJobOptions { Part = new(1, 2) });
        var e = await Assert.ThrowsAsync<ArgumentException>(() => job.RunAsync(cancellationToken: Cancelled));
        Assert.StartsWith("stream can be read only once, so that it has no parts", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_that_are_not_all_of_one_job_are_not_merged()
    {
        for (int part = 1; part <= 3; part++)
        {
            await Run(Inputs, new(part, 3), $"{part}", Formats[..1]);
        }

        await Run(Inputs[..1], new(3, 3), "fewer", Formats[..1]);
        await Run(Inputs, new(3, 4), "fourth", Formats[..1]);
        string[] parts = [.. Enumerable.Range(1, 3).Select(part => Folder.PathOf($"{part}.csv"))];
        string fewer = Folder.PathOf("fewer.csv");
        string fourth = Folder.PathOf("fourth.csv");
        AssertRefused([parts[0]], $"{parts[0]}: of the 3 parts of this job 2 are missing, the first one is 2/3");
        AssertRefused([parts[2], parts[0]], $"{parts[0]}: part 2/3 of this job is missing");
        AssertRefused([.. parts, parts[1]], $"{parts[1]}: this is part 2/3, as {parts[1]} is");
        AssertRefused([parts[0], parts[1], fewer], $"{fewer}: the inputs of this job are not those of {parts[0]}");
        AssertRefused([parts[0], parts[1], fourth], $"{fourth}: this is part 3/4, but {parts[0]} is part 1/3");
        AssertRefused([Inputs[0].Name], $"{Inputs[0].Name}: this is no part of a job: there is no {Inputs[0].Name}.journal");

        byte[] bytes = File.ReadAllBytes(parts[1]);
        File.WriteAllBytes(parts[1], bytes[..^1]);
        AssertRefused(parts, $"{parts[1]}: the file has another content than when the part was finished: it was changed");
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(parts[1], bytes);
        AssertRefused(parts, $"{parts[1]}: the file has another content than when the part was finished: it was changed");

        using var cancellation = new CancellationTokenSource();
        var options = new BulkJobOptions { Part = new(2, 3), CheckpointInterval = TimeSpan.Zero, Classified = _ => cancellation.Cancel() };
        var job = new BulkJob(Fingerprints.Classifier, Inputs, [new(parts[1], Csv)], options);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.RunAsync(cancellationToken: cancellation.Token));
        AssertRefused(parts, $"{parts[1]}: this part is not complete: its command with --resume continues it");

        void AssertRefused(string[] paths, string message)
        {
            var e = Assert.Throws<KwsFormatException>(
                () => PartMerge.IndexedLines(PartSet.Of(paths.Select(FinishedPart.At)), Stream.Null, hasHead: true, beforeIndex: ""));
            Assert.Equal(message, e.Message);
        }
    }

    /// <summary>Each part alone would see nothing of it.</summary>
    [Fact]
    public async Task Parts_of_an_input_that_changed_between_them_are_not_merged()
    {
        await Run(Inputs, new(1, 3), "1", Formats[..1]);
        string input = Inputs[0].Name;
        DateTime modified = File.GetLastWriteTimeUtc(input);
        Change(input);
        File.SetLastWriteTimeUtc(input, modified);
        await Run(Inputs, new(2, 3), "2", Formats[..1]);
        await Run(Inputs, new(3, 3), "3", Formats[..1]);
        Assert.Equal(
            $"{Folder.PathOf("2.csv")}: the input {Path.GetFileName(input)} is not that of {Folder.PathOf("1.csv")}: "
            + "its content has changed",
            Assert.Throws<KwsFormatException>(() => Merge("csv", 3)).Message);
    }

    [Fact]
    public async Task Parts_of_copies_of_an_input_are_merged()
    {
        await Run(Inputs, null, "whole", Formats[..1]);
        await Run(Inputs, new(1, 2), "1", Formats[..1]);
        Array.ForEach(Inputs, input => File.SetLastWriteTimeUtc(input.Name, DateTime.UnixEpoch));
        await Run(Inputs, new(2, 2), "2", Formats[..1]);
        Assert.Equal(File.ReadAllBytes(Folder.PathOf("whole.csv")), Merge("csv", 2));
    }

    [Fact]
    public async Task The_only_part_is_the_whole()
    {
        await Run(Inputs, null, "whole", Formats);
        await Run(Inputs, new(1, 1), "1", Formats);
        Assert.All(Formats, format => Assert.Equal(File.ReadAllBytes(Folder.PathOf($"whole.{format.Name}")), Merge(format.Name, 1)));
    }

    [Theory]
    [InlineData(true, "was deleted")]
    [InlineData(false, "was changed")]
    public async Task A_complete_part_that_is_not_what_it_was_is_done_again(bool isDeleted, string message)
    {
        string logits = Folder.PathOf("logits.npy");
        var told = new List<string>();
        await PartJob().RunAsync(cancellationToken: Cancelled);
        byte[] whole = File.ReadAllBytes(logits);
        if (isDeleted)
        {
            File.Delete(logits);
        }
        else
        {
            Change(logits);
        }

        await PartJob().RunAsync(cancellationToken: Cancelled);
        Assert.Equal([$"{logits} {message} since it was finished: doing it again"], told);
        Assert.Equal(whole, File.ReadAllBytes(logits));
        await PartJob().RunAsync(cancellationToken: Cancelled);
        Assert.Single(told);

        BulkJob PartJob() => Job(
            new BulkJobOptions { Part = new(1, 2), Resume = true, Notice = told.Add }, Csv,
            (logits, ResultFormat.NpyLogits(KwsModel.Default.Labels)));
    }

    /// <summary>Begun anew, and interrupted before anything was saved.</summary>
    [Fact]
    public async Task A_complete_part_is_one_until_it_is_replaced()
    {
        await Run(Inputs, new(1, 1), "1", Formats[..2]);
        byte[] whole = Merge("csv", 1);
        using var cancellation = new CancellationTokenSource();
        var options = new BulkJobOptions
        {
            Part = new(1, 1),
            CheckpointInterval = TimeSpan.FromHours(1),
            Classified = _ => cancellation.Cancel(),
        };
        BulkOutput[] outputs = [.. Formats[..2].Select(format => new BulkOutput(Folder.PathOf($"1.{format.Name}"), format.Format))];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new BulkJob(Fingerprints.Classifier, Inputs, outputs, options).RunAsync(cancellationToken: cancellation.Token));
        Assert.Equal(whole, Merge("csv", 1));

        // A process that is killed leaves its part as well.
        File.WriteAllText(Folder.PathOf("1.csv.part"), "index");
        var classified = new List<long>();
        options = new() { Part = new(1, 1), Resume = true, Classified = block => classified.Add(block.FirstIndex) };
        await new BulkJob(Fingerprints.Classifier, Inputs, outputs, options).RunAsync(cancellationToken: Cancelled);
        Assert.Empty(classified);
        Assert.Equal(whole, Merge("csv", 1));
        Assert.False(File.Exists(Folder.PathOf("1.csv.part")));
    }

    [Fact]
    public async Task A_whole_job_in_the_place_of_a_part_is_none()
    {
        await Run(Inputs, new(1, 2), "1", Formats[..2]);
        await Run(Inputs, null, "1", Formats[..2]);
        foreach ((string name, _) in Formats[..2])
        {
            string path = Folder.PathOf($"1.{name}");
            var e = Assert.Throws<KwsFormatException>(() => FinishedPart.At(path));
            Assert.Equal($"{path}: this is no part of a job: there is no {path}.journal", e.Message);
        }
    }

    private static void Change(string path)
    {
        using FileStream file = File.Open(path, FileMode.Open);
        file.Position = file.Length / 2;
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 1));
    }

    private Task<BulkSummary> Run(
        BulkInput[] inputs, JobPart? part, string name, (string Name, ResultFormat Format)[] formats, string? skipped = null)
    {
        BulkOutput[] outputs = [.. formats.Select(format => new BulkOutput(Folder.PathOf($"{name}.{format.Name}"), format.Format))];
        return new BulkJob(Fingerprints.Classifier, inputs, outputs, new BulkJobOptions { Part = part, SkippedPath = skipped })
            .RunAsync(cancellationToken: Cancelled);
    }

    /// <summary>Arrays, raw files and texts, with empty ones among them.</summary>
    private BulkInput[] MixedInputs()
    {
        var inputs = new List<BulkInput>();
        int done = 0;
        for (int i = 0; i < 12; i++)
        {
            int count = Math.Min(i % 5 == 4 ? 0 : _random.Next(1, 900), 10_000 - done);
            sbyte[] values = Values[(done * 300)..((done + count) * 300)];
            done += count;
            inputs.Add(BulkInput.File((i % 3) switch
            {
                0 => Folder.Write($"{i:D2}.npy", Fingerprints.Npy(values)),
                1 => Folder.Write($"{i:D2}.raw", Fingerprints.Bytes(values)),
                _ => Folder.Write($"{i:D2}.txt", string.Concat(values.Chunk(300).Select(row => $"{string.Join(' ', row)}\n"))),
            }));
        }

        return [.. inputs];
    }

    private byte[] Merge(string name, int count)
    {
        // In any order.
        string[] paths = [.. Enumerable.Range(1, count).Select(part => Folder.PathOf($"{part}.{name}")).Shuffle()];
        using var merged = new MemoryStream();
        IReadOnlyList<FinishedPart> parts = PartSet.Of(paths.Select(FinishedPart.At));
        switch (name)
        {
            case "csv":
                PartMerge.IndexedLines(parts, merged, hasHead: true, beforeIndex: "");
                break;
            case "jsonl":
                PartMerge.IndexedLines(parts, merged, hasHead: false, beforeIndex: "{\"index\":");
                break;
            default:
                PartMerge.Npy(parts, merged, parts.Sum(part => part.Count));
                break;
        }

        return merged.ToArray();
    }
}
