using Kws.Bulk.Parquet.Tests.Support;
using Kws.Testing;
using ParquetSharp;

namespace Kws.Bulk.Parquet.Tests;

/// <summary>Rows come in order whatever row groups, pages and blocks they lie in, and from any row on.</summary>
public sealed class RowGroupTests : IDisposable
{
    private const int Count = 2500;

    private readonly TemporaryDirectory _directory = new();

    private string File => _directory.PathOf("fingerprints.parquet");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(Count)]
    public async Task Row_groups_of_any_size(int rows)
    {
        ListFile.Write(File, Fingerprints.Rows(Count).Select(ListFile.Values), rows);

        Assert.Equal(Fingerprints.Rows(Count), SourceReading.Read(File).Fingerprints);
        await using FingerprintSource source = ParquetFingerprints.Open(File, Fingerprints.Shape);
        Assert.Equal(Count, source.Count);
    }

    [Fact]
    public void From_every_row_on()
    {
        ListFile.Write(File, Fingerprints.Rows(50).Select(ListFile.Values), 17);

        for (int row = 0; row <= 50; row++)
        {
            Assert.Equal(Fingerprints.Rows(50).Skip(row), SourceReading.Read(File, row).Fingerprints);
        }
    }

    [Fact]
    public void From_some_rows_on_of_binary_values()
    {
        BinaryFile.Write(File, Repetition.Optional, Fingerprints.Rows(150).Select((row, i) => i % 10 == 3 ? null : row), 70);

        for (int row = 0; row <= 150; row += 7)
        {
            (List<sbyte[]> fingerprints, List<BadFingerprint> bad) = SourceReading.Read(File, row);
            Assert.Equal(Fingerprints.Rows(150).Skip(row).Where((_, i) => (i + row) % 10 != 3), fingerprints);
            Assert.Equal(Enumerable.Range(row, 150 - row).Count(i => i % 10 == 3), bad.Count);
        }
    }

    /// <summary>Bad rows count like others, and where a row is does not depend on how long those before it are.</summary>
    [Fact]
    public void From_every_row_on_among_bad_rows()
    {
        int?[]?[] rows = [.. Fingerprints.Rows(40).Select((row, i) => (i % 5) switch
        {
            1 => null,
            2 => [],
            3 => [1, null],
            4 => [.. Enumerable.Repeat<int?>(1, 10_000)],
            _ => ListFile.Values(row),
        })];
        ListFile.Write(File, rows, 13);

        for (int row = 0; row <= 40; row++)
        {
            (List<sbyte[]> fingerprints, List<BadFingerprint> bad) = SourceReading.Read(File, row);
            Assert.Equal(Fingerprints.Rows(40).Skip(row).Where((_, i) => (i + row) % 5 == 0), fingerprints);
            Assert.Equal(
                Enumerable.Range(row, 40 - row).Where(i => i % 5 != 0).Select(i => $"fingerprint {i}"),
                bad.Select(b => b.Problem[..b.Problem.IndexOf(':', StringComparison.Ordinal)]));
        }
    }
}
