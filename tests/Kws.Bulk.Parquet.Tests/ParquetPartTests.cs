using Kws.Bulk.Jobs;
using Kws.Bulk.Parquet.Tests.Support;
using Kws.Fast;
using Kws.Testing;

namespace Kws.Bulk.Parquet.Tests;

/// <summary>Parts of Parquet files are whole row groups; merged, they are the file that one run writes.</summary>
public sealed class ParquetPartTests : IDisposable
{
    private static readonly KwsClassifier Classifier = new(KwsModel.Default);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1, 3)]
    [InlineData(300, 2)]
    [InlineData(300, 4)]
    [InlineData(1100, 5)]
    public async Task Every_row_group_belongs_to_one_part(int rows, int count)
    {
        BulkInput[] inputs = [Input("a", 2500, rows), Input("b", 700, rows)];
        await Run(inputs, null, "whole");
        var sizes = new List<long>();
        for (int part = 1; part <= count; part++)
        {
            sizes.Add((await Run(inputs, new(part, count), $"{part}")).Count);
        }

        Assert.Equal(3200, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, (3200 / count) - rows - 1, (3200 / count) + rows + 1));
        using var merged = new MemoryStream();
        ParquetMerge.Results(
            PartSet.Of(Enumerable.Range(1, count).Select(part => FinishedPart.At(_directory.PathOf($"{part}.parquet")))), merged);
        Assert.Equal(File.ReadAllBytes(_directory.PathOf("whole.parquet")), merged.ToArray());
    }

    [Fact]
    public async Task A_part_that_was_changed_is_not_merged()
    {
        BulkInput[] inputs = [Input("a", 2500, 300)];
        await Run(inputs, new(1, 2), "1");
        await Run(inputs, new(2, 2), "2");
        string path = _directory.PathOf("2.parquet");
        File.Copy(_directory.PathOf("1.parquet"), path, overwrite: true);
        IReadOnlyList<FinishedPart> parts = PartSet.Of([FinishedPart.At(_directory.PathOf("1.parquet")), FinishedPart.At(path)]);
        var e = Assert.Throws<KwsFormatException>(() => ParquetMerge.Results(parts, Stream.Null));
        Assert.Equal($"{path}: the file has another content than when the part was finished: it was changed", e.Message);
    }

    private BulkInput Input(string name, int count, int rows)
    {
        string path = _directory.PathOf($"{name}.parquet");
        ListFile.Write(path, Fingerprints.Rows(count).Select(ListFile.Values), rows);
        return new(path, IsFile: true, shape => ParquetFingerprints.Open(path, shape)) { Format = "parquet" };
    }

    private Task<BulkSummary> Run(BulkInput[] inputs, JobPart? part, string name)
    {
        var output = new BulkOutput(_directory.PathOf($"{name}.parquet"), ParquetResults.Format(KwsModel.Default.Labels));
        return new BulkJob(Classifier, inputs, [output], new BulkJobOptions { Part = part }).RunAsync(cancellationToken: Cancelled);
    }
}
