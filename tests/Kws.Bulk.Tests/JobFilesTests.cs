using Kws.Bulk.Tests.Support;
using Kws.Fast;
using Kws.Model;

namespace Kws.Bulk.Tests;

/// <summary>A job keeps what others have: inputs, outputs of other jobs, pipes.</summary>
public sealed class JobFilesTests : JobFixture
{
    [Fact]
    public async Task Two_jobs_with_one_output_do_not_meet()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the message is another");
        IOException? refusal = null;
        BulkJob second = Job(null, Csv);
        BulkJob first = Job(
            new BulkJobOptions
            {
                Classified = _ => refusal ??= Assert.Throws<IOException>(
                () => second.RunAsync(cancellationToken: Cancelled).GetAwaiter().GetResult())
            }, Csv);
        await first.RunAsync(cancellationToken: Cancelled);
        Assert.Equal($"{Output}: another job is writing this file", refusal!.Message);
        Assert.Equal(Expected, File.ReadAllText(Output));
        Assert.Equal(["out.csv"], Outputs);
    }

    [Fact]
    public async Task Two_outputs_of_one_name_are_refused()
    {
        var e = await Assert.ThrowsAsync<IOException>(
            () => Job(new BulkJobOptions { SkippedPath = Output }, Csv).RunAsync(cancellationToken: Cancelled));
        Assert.Equal($"{Output}: two outputs have this name", e.Message);
        Assert.Empty(Outputs);
    }

    [Fact]
    public async Task An_input_is_not_replaced()
    {
        string input = Inputs[0].Name;
        byte[] content = File.ReadAllBytes(input);
        var job = new BulkJob(Fingerprints.Classifier, Inputs, [new(input, Csv)]);
        var e = await Assert.ThrowsAsync<IOException>(() => job.RunAsync(cancellationToken: Cancelled));
        Assert.Equal($"{input}: this is an input, which the results would replace", e.Message);
        Assert.Equal(content, File.ReadAllBytes(input));
    }

    [Fact]
    public async Task A_device_is_not_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a device");
        BulkJob job = Job(null, Csv, ("/dev/full", ResultFormat.NpyLabels(KwsModel.Default.Labels)));
        var e = await Assert.ThrowsAsync<IOException>(() => job.RunAsync(cancellationToken: Cancelled));
        Assert.Equal("/dev/full: this is a pipe or a device, expected the name of a file", e.Message);
        Assert.Empty(Outputs);
        Assert.False(File.Exists("/dev/full.part"));
    }

    [Fact]
    public async Task A_failure_in_the_end_leaves_nothing_of_a_short_job()
    {
        BulkJob job = Job(new BulkJobOptions { DegreeOfParallelism = 0 }, Csv);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => job.RunAsync(cancellationToken: Cancelled));
        Assert.Empty(Outputs);

        // A directory in the place of the output, made while the job runs.
        job = Job(new BulkJobOptions { Classified = _ => Directory.CreateDirectory(Path.Combine(Output, "full")) }, Csv);
        await Assert.ThrowsAnyAsync<IOException>(() => job.RunAsync(cancellationToken: Cancelled));
        Assert.Equal([Path.GetFileName(Output)], Outputs);
    }

    [Fact]
    public async Task A_job_can_be_done_twice()
    {
        BulkJob job = Job(null, Csv);
        BulkSummary first = await job.RunAsync(cancellationToken: Cancelled);
        BulkSummary second = await job.RunAsync(cancellationToken: Cancelled);
        Assert.Equal(first.Count, second.Count);
        Assert.Equal(Expected, File.ReadAllText(Output));
    }

    [Fact]
    public async Task Many_labels_have_room()
    {
        var network = DsCnn.Parse("2 48 4 4 2 2 16 3 3 1 1", 300);
        var model = new KwsModel(
            network,
            network.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(i => (i * 7 % 64) - 32))
                .Select(values => System.Collections.Immutable.ImmutableArray.CreateRange(values)));
        var classifier = new KwsClassifier(model);
        string logits = Folder.PathOf("logits.npy");
        await new BulkJob(
            classifier, Inputs, [new(Output, ResultFormat.Csv(model.Labels)), new(logits, ResultFormat.NpyLogits(model.Labels))])
            .RunAsync(cancellationToken: Cancelled);
        Assert.Equal(10_001, File.ReadLines(Output).Count());
        Assert.Equal(128 + (10_000 * 300 * 4), new FileInfo(logits).Length);
    }

    [Fact]
    public async Task A_format_for_other_labels_is_refused()
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(
            () => Job(null, ResultFormat.Csv(["yes", "no"])).RunAsync(cancellationToken: Cancelled));
        Assert.Equal($"{Output} has 2 labels, the model 4", e.Message);
    }
}
