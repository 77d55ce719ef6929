using Kws.Bulk.Parquet.Tests.Support;
using Kws.Fast;
using Kws.Testing;

namespace Kws.Bulk.Parquet.Tests;

/// <summary>Parquet in and out of a job that is interrupted.</summary>
public sealed class ParquetJobTests : IDisposable
{
    private const int Count = 5000;

    private readonly TemporaryDirectory _directory = new();
    private readonly KwsClassifier _classifier = new(KwsModel.Default);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Interrupted_behind_every_block_it_goes_on_to_the_same_bytes()
    {
        sbyte[] values = [.. Fingerprints.Rows(Count).SelectMany(row => row)];
        string input = _directory.Write("in.raw", [.. values.Select(value => (byte)value)]);
        string output = _directory.PathOf("out.parquet");
        var logits = new int[Count * 4];
        _classifier.Infer(values, logits);
        using var expected = new MemoryStream();
        using (var results = new ParquetResults(expected, KwsModel.Default.Labels))
        {
            results.Write(logits);
            results.Close();
        }

        for (int blocks = 1; blocks <= 4; blocks++)
        {
            using var cancellation = new CancellationTokenSource();
            int left = blocks;
            BulkJob interrupted = Job(input, output, new BulkJobOptions
            {
                CheckpointInterval = TimeSpan.Zero,
                Classified = _ =>
                {
                    if (--left == 0)
                    {
                        cancellation.Cancel();
                    }
                },
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => interrupted.RunAsync(cancellationToken: cancellation.Token));
            Assert.False(File.Exists(output));

            await Job(input, output, new BulkJobOptions { Resume = true })
                .RunAsync(cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(expected.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(output)));
            Assert.Equal(
                ["in.raw", "out.parquet"],
                Directory.EnumerateFiles(_directory.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            File.Delete(output);
        }
    }

    [Fact]
    public void A_label_that_names_a_column_is_refused_before_anything_is_done() =>
        Assert.StartsWith(
            "two columns of the results would be named label: rename that label",
            Assert.Throws<ArgumentException>(() => ParquetResults.Format(["yes", "label"])).Message,
            StringComparison.Ordinal);

    private BulkJob Job(string input, string output, BulkJobOptions options) =>
        new(_classifier, [BulkInput.File(input)], [new(output, ParquetResults.Format(KwsModel.Default.Labels))], options);
}
