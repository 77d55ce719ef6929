using Kws.Bulk.Jobs;
using Kws.Bulk.Tests.Support;
using Kws.Model;

namespace Kws.Bulk.Tests;

/// <summary>An interrupted job is resumed only if it is the same job on the same inputs, and all of it is there.</summary>
public sealed class ResumeRefusalTests : JobFixture
{
    [Theory]
    [InlineData("grown", "it had 1200000 bytes, now 1200300")]
    [InlineData("other", "its content has changed")]
    [InlineData("touched", "it was last written at ")]
    public async Task A_changed_input_is_refused(string change, string message)
    {
        await Interrupt(3);
        string input = Inputs[1].Name;
        DateTime modified = File.GetLastWriteTimeUtc(input);
        switch (change)
        {
            case "grown":
                File.AppendAllText(input, new string('\0', 300));
                break;
            case "other":
                using (FileStream file = File.OpenWrite(input))
                {
                    file.Position = file.Length / 2;
                    file.WriteByte(0x55);
                }

                File.SetLastWriteTimeUtc(input, modified);
                break;
            default:
                File.SetLastWriteTimeUtc(input, modified.AddSeconds(1));
                break;
        }

        var e = await Assert.ThrowsAsync<KwsFormatException>(() => Resume().RunAsync(cancellationToken: Cancelled));
        Assert.StartsWith(
            $"{Output}.journal: the interrupted job cannot be resumed: the input {Path.GetFileName(input)} is not what it was: "
            + message,
            e.Message,
            StringComparison.Ordinal);
        Assert.Equal(["out.csv.journal", "out.csv.part"], Outputs);
    }

    [Fact]
    public async Task Another_job_is_refused()
    {
        await Interrupt(3);
        await AssertRefused(
            Job(new BulkJobOptions { Resume = true }, ResultFormat.JsonLines(KwsModel.Default.Labels)),
            "it has another model, other options or other formats");
        await AssertRefused(
            Job(new BulkJobOptions { Resume = true }, Csv, (Folder.PathOf("more.npy"), ResultFormat.NpyLabels(KwsModel.Default.Labels))),
            "it does not write more.npy");
        await AssertRefused(
            new BulkJob(Fingerprints.Classifier, Inputs[..1], [new(Output, Csv)], new BulkJobOptions { Resume = true }),
            "it has 2 inputs, not 1");

        async Task AssertRefused(BulkJob job, string difference)
        {
            var e = await Assert.ThrowsAsync<KwsFormatException>(() => job.RunAsync(cancellationToken: Cancelled));
            Assert.Equal($"{Output}.journal: the interrupted job cannot be resumed: {difference}", e.Message);
        }
    }

    [Theory]
    [InlineData(null, "the file is missing, without which the job cannot be resumed")]
    [InlineData(10, "the file has 10 bytes, expected ")]
    public async Task A_part_that_is_not_there_is_told(int? length, string message)
    {
        await Interrupt(3);
        string part = $"{Output}.part";
        File.Delete(part);
        if (length is { } left)
        {
            File.WriteAllBytes(part, new byte[left]);
        }

        var e = await Assert.ThrowsAsync<KwsFormatException>(() => Resume().RunAsync(cancellationToken: Cancelled));
        Assert.StartsWith($"{part}: {message}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1, 2")]
    [InlineData("{\"version\": 1}")]
    public async Task A_damaged_journal_is_told(string text)
    {
        await Interrupt(3);
        File.WriteAllText($"{Output}.journal", text);
        var e = await Assert.ThrowsAsync<KwsFormatException>(() => Resume().RunAsync(cancellationToken: Cancelled));
        Assert.StartsWith($"{Output}.journal: ", e.Message, StringComparison.Ordinal);
        Assert.Equal(["out.csv.journal", "out.csv.part"], Outputs);
    }

    [Fact]
    public async Task Inputs_in_another_order_are_refused()
    {
        // Alike in all that is saved of them, but not the same.
        string a = Folder.Write("s1.raw", Fingerprints.Bytes([.. Values[..(2000 * 300)]]));
        string b = Folder.Write("s2.raw", Fingerprints.Bytes([.. Values[..(1999 * 300)], .. new sbyte[300]]));
        File.SetLastWriteTimeUtc(b, File.GetLastWriteTimeUtc(a));
        using var cancellation = new CancellationTokenSource();
        BulkJob job = new(
            Fingerprints.Classifier, [BulkInput.File(a), BulkInput.File(b)], [new(Output, Csv)],
            new BulkJobOptions { CheckpointInterval = TimeSpan.Zero, Classified = _ => cancellation.Cancel() });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.RunAsync(cancellationToken: cancellation.Token));
        job = new(
            Fingerprints.Classifier, [BulkInput.File(b), BulkInput.File(a)], [new(Output, Csv)], new BulkJobOptions { Resume = true });
        var e = await Assert.ThrowsAsync<KwsFormatException>(() => job.RunAsync(cancellationToken: Cancelled));
        Assert.Equal(
            $"{Output}.journal: the interrupted job cannot be resumed: the input s2.raw is not what it was: it was s1.raw", e.Message);
    }

    [Fact]
    public async Task An_input_in_another_format_is_refused()
    {
        await Interrupt(3);
        Inputs[1] = BulkInput.File(Inputs[1].Name, FingerprintFormat.Text) with { Open = Inputs[1].Open };
        var e = await Assert.ThrowsAsync<KwsFormatException>(() => Resume().RunAsync(cancellationToken: Cancelled));
        Assert.EndsWith("is not what it was: it was read as Raw, now as Text", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_another_job_is_refused()
    {
        await Interrupt(3);
        string part = $"{Output}.part";
        File.WriteAllText(part, new string('x', 1_000_000));
        var e = await Assert.ThrowsAsync<KwsFormatException>(() => Resume().RunAsync(cancellationToken: Cancelled));
        Assert.Equal($"{part}: the file is that of another job: this one cannot be resumed", e.Message);
    }

    [Fact]
    public async Task A_changed_journal_is_refused()
    {
        await Interrupt(3);
        string journal = File.ReadAllText($"{Output}.journal");
        File.WriteAllText($"{Output}.journal", journal.Replace("\"offset\": ", "\"offset\": 1", StringComparison.Ordinal));
        var e = await Assert.ThrowsAsync<KwsFormatException>(() => Resume().RunAsync(cancellationToken: Cancelled));
        Assert.Equal($"{Output}.journal: this is not the journal of a job: its check sum is wrong", e.Message);
    }

    [Fact]
    public async Task A_complete_job_of_which_all_is_gone_is_done_again()
    {
        await Interrupt(3);
        (Journal.Read($"{Output}.journal")! with { IsComplete = true }).Write($"{Output}.journal");
        File.Delete($"{Output}.part");
        await Resume().RunAsync(cancellationToken: Cancelled);
        Assert.Equal(Expected, File.ReadAllText(Output));
        Assert.Equal(["out.csv"], Outputs);
    }

    [Fact]
    public async Task A_journal_with_impossible_values_is_refused()
    {
        await Interrupt(3);
        Journal journal = Journal.Read($"{Output}.journal")!;
        await AssertRefused(journal with { Part = 3 }, "this is not the journal of a job: a value is out of range");
        await AssertRefused(journal with { Input = 3 }, "this is not the journal of a job: a value is out of range");
        await AssertRefused(journal with { Counts = [-1] }, "this is not the journal of a job: a value is out of range");
        await AssertRefused(journal with { Counts = [1] }, $"the journal has 1 counts, expected {journal.Counts.Length}");

        async Task AssertRefused(Journal changed, string message)
        {
            changed.Write($"{Output}.journal");
            var e = await Assert.ThrowsAsync<KwsFormatException>(() => Resume().RunAsync(cancellationToken: Cancelled));
            Assert.Equal($"{Output}.journal: {message}", e.Message);
        }
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("part")]
    [InlineData("journal")]
    public async Task A_directory_in_the_place_of_a_file_of_the_job_is_told(string ending)
    {
        Directory.CreateDirectory($"{Output}.{ending}");
        var e = await Assert.ThrowsAsync<IOException>(() => Resume().RunAsync(cancellationToken: Cancelled));
        Assert.Equal($"{Output}.{ending}: this is a directory, expected a file or nothing", e.Message);
        Assert.Equal([$"out.csv.{ending}"], Outputs);
    }
}
