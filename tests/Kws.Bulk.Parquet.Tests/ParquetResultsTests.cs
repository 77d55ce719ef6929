using Kws.Bulk.Parquet.Tests.Support;
using ParquetSharp;

namespace Kws.Bulk.Parquet.Tests;

public class ParquetResultsTests
{
    private static readonly string[] Labels = ["_silence_", "_unknown_", "größer", "happy"];

    public static TheoryData<int> Counts =>
        new(0, 1, 1000, ParquetResults.RowGroupRows - 1, ParquetResults.RowGroupRows, (2 * ParquetResults.RowGroupRows) + 5);

    [Theory]
    [MemberData(nameof(Counts))]
    public void What_is_written_is_read_back(int count)
    {
        int[] logits = Logits(count);

        using var file = new ParquetFileReader(new MemoryStream(Write(logits, logits.Length)));

        Assert.Equal(count, file.FileMetaData.NumRows);
        Assert.Equal((count + ParquetResults.RowGroupRows - 1) / ParquetResults.RowGroupRows, file.FileMetaData.NumRowGroups);
        Assert.Equal(["index", "label", .. Labels], Enumerable.Range(0, 6).Select(i => file.FileMetaData.Schema.Column(i).Name));
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), Read<long>(file, 0));
        Assert.Equal(logits.Chunk(4).Select(row => Labels[Array.IndexOf(row, row.Max())]), Read<string>(file, 1));
        for (int label = 0; label < 4; label++)
        {
            Assert.Equal(logits.Where((_, i) => i % 4 == label), Read<int>(file, 2 + label));
        }
    }

    /// <summary>Row groups are of one size whatever the blocks.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(200_000)]
    public void Equal_results_give_equal_bytes(int rowsAtOnce)
    {
        int[] logits = Logits(ParquetResults.RowGroupRows + 3000);

        Assert.True(Write(logits, logits.Length).AsSpan().SequenceEqual(Write(logits, 4 * rowsAtOnce)));
    }

    [Fact]
    public void First_of_equal_logits_gives_the_label()
    {
        using var file =
            new ParquetFileReader(new MemoryStream(Write([7, 7, 7, 7, 1, 5, 5, 2, int.MinValue, int.MinValue, 0, int.MaxValue], 12)));

        Assert.Equal(["_silence_", "_unknown_", "happy"], Read<string>(file, 1));
    }

    [Fact]
    public void Index_and_labels_take_little_room()
    {
        using var file = new ParquetFileReader(new MemoryStream(Write(Logits(100_000), 400_000)));
        using RowGroupReader group = file.RowGroup(0);

        Assert.InRange(group.MetaData.GetColumnChunkMetaData(0).TotalCompressedSize, 1, 10_000);
        Assert.InRange(group.MetaData.GetColumnChunkMetaData(1).TotalCompressedSize, 1, 30_000);
        Assert.Contains(ParquetSharp.Encoding.RleDictionary, group.MetaData.GetColumnChunkMetaData(1).Encodings);
    }

    [Theory]
    [InlineData("index")]
    [InlineData("label")]
    public void Two_columns_of_one_name_are_refused(string label)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new ParquetResults(Stream.Null, ["yes", label]));

        Assert.StartsWith($"two columns of the results would be named {label}: rename that label", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_fingerprint_is_refused()
    {
        using var results = new ParquetResults(Stream.Null, Labels);

        ArgumentException e = Assert.Throws<ArgumentException>(() => results.Write(new int[6]));

        Assert.StartsWith("6 logits, expected a multiple of 4", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_end_no_reader_takes_the_file_for_a_whole_one()
    {
        var stream = new MemoryStream();
        using (var results = new ParquetResults(stream, Labels))
        {
            results.Write(Logits(ParquetResults.RowGroupRows + 1));
        }

        Assert.True(stream.CanWrite);
        Assert.True(stream.Length > ParquetResults.RowGroupRows);
        Assert.Throws<ParquetException>(() => new ParquetFileReader(new MemoryStream(stream.ToArray())));
    }

    [Fact]
    public void A_stream_that_cannot_seek()
    {
        int[] logits = Logits(1000);
        var stream = new OneWayStream(long.MaxValue);
        using (var results = new ParquetResults(stream, Labels))
        {
            results.Write(logits);
            results.Close();
        }

        Assert.Equal(Write(logits, logits.Length), stream.ToArray());
    }

    /// <summary>An exception of the stream comes out as it was thrown, wherever the stream is full.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(700_000)]
    public void A_full_disk(long room)
    {
        var stream = new OneWayStream(room);

        IOException e = Assert.Throws<IOException>(() =>
        {
            using var results = new ParquetResults(stream, Labels);
            results.Write(Logits(ParquetResults.RowGroupRows + 1000));
            results.Close();
        });

        Assert.Equal(OneWayStream.Full, e.Message);
    }

    /// <summary>Logits in the range of the default model's, and such as a change of it could give.</summary>
    private static int[] Logits(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 4 * count).Select(
            i => i % 1000 < 990 ? random.Next(-2000, 3000) : random.Next(int.MinValue, int.MaxValue))];
    }

    private static byte[] Write(int[] logits, int logitsAtOnce)
    {
        var stream = new MemoryStream();
        using var results = new ParquetResults(stream, Labels);
        for (int i = 0; i < logits.Length; i += logitsAtOnce)
        {
            results.Write(logits.AsSpan(i, Math.Min(logitsAtOnce, logits.Length - i)));
        }

        results.Close();
        return stream.ToArray();
    }

    private static IEnumerable<T> Read<T>(ParquetFileReader file, int column)
    {
        for (int i = 0; i < file.FileMetaData.NumRowGroups; i++)
        {
            using RowGroupReader group = file.RowGroup(i);
            using LogicalColumnReader<T> reader = group.Column(column).LogicalReader<T>();
            foreach (T value in reader.ReadAll(checked((int)group.MetaData.NumRows)))
            {
                yield return value;
            }
        }
    }
}
