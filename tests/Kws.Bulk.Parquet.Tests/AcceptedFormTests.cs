using Apache.Arrow;
using Apache.Arrow.Types;
using Kws.Bulk.Parquet.Tests.Support;
using Kws.Testing;
using ParquetSharp;

namespace Kws.Bulk.Parquet.Tests;

/// <summary>Every way in which programs write a list of integers, or bytes, is read.</summary>
public sealed class AcceptedFormTests : IDisposable
{
    private const int Count = 5;

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<int, bool> Integers => new((8, true), (16, true), (32, true), (64, true), (32, false), (64, false));

    public static TheoryData<Repetition, Repetition, int> Forms => new(
        (Repetition.Optional, Repetition.Optional, 3),
        (Repetition.Optional, Repetition.Required, 3),
        (Repetition.Required, Repetition.Optional, 3),
        (Repetition.Required, Repetition.Required, 3),
        (Repetition.Optional, Repetition.Required, 2),
        (Repetition.Required, Repetition.Required, 2),
        (Repetition.Required, Repetition.Required, 1));

    private string File => _directory.PathOf("fingerprints.parquet");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_of_DuckDB() =>
        Assert.Equal(Fingerprints.Rows(5), ReadAll(Path.Combine(AppContext.BaseDirectory, "data", "duckdb.parquet")));

    /// <summary>This is the code that pyarrow.parquet.write_table calls.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_list_of_Arrow(bool fixedSize)
    {
        var element = new Field("element", Int8Type.Default, nullable: true);
        byte[] bytes = [.. Fingerprints.Rows(Count).SelectMany(row => row).Select(v => (byte)v)];
        var values = new Int8Array(new ArrowBuffer(bytes), ArrowBuffer.Empty, bytes.Length, 0, 0);
        using IArrowArray lists = fixedSize
            ? new FixedSizeListArray(new ArrayData(new FixedSizeListType(element, 300), Count, 0, 0, [ArrowBuffer.Empty], [values.Data]))
            : new ListArray(new ListType(element), Count, Offsets(), values, ArrowBuffer.Empty);
        var schema = new Apache.Arrow.Schema([new Field("values", lists.Data.DataType, nullable: true)], null);
        using (var writer = new ParquetSharp.Arrow.FileWriter(File, schema))
        {
            writer.WriteRecordBatch(new RecordBatch(schema, [lists], Count));
            writer.Close();
        }

        Assert.Equal(Fingerprints.Rows(Count), ReadAll(File));
    }

    [Theory]
    [MemberData(nameof(Integers))]
    public void Integers_with_and_without_a_logical_type(int bits, bool isLogical)
    {
        using LogicalType type = isLogical ? LogicalType.Int(bits, isSigned: true) : LogicalType.None();
        if (bits == 64)
        {
            new ListFile<long>(ListForm.Usual, type).Write(File, Rows<long>(Count));
        }
        else
        {
            new ListFile<int>(ListForm.Usual, type).Write(File, Rows<int>(Count));
        }

        Assert.Equal(Fingerprints.Rows(Count), ReadAll(File));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Floats_that_hold_integers(bool isSingle)
    {
        using LogicalType none = LogicalType.None();
        if (isSingle)
        {
            new ListFile<float>(ListForm.Usual, none).Write(File, Rows<float>(Count));
        }
        else
        {
            new ListFile<double>(ListForm.Usual, none).Write(File, Rows<double>(Count));
        }

        Assert.Equal(Fingerprints.Rows(Count), ReadAll(File));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_of_a_list(Repetition list, Repetition element, int depth)
    {
        using LogicalType int8 = LogicalType.Int(8, isSigned: true);
        new ListFile<int>(new ListForm(list, element, depth), int8).Write(File, Rows<int>(Count));

        Assert.Equal(Fingerprints.Rows(Count), ReadAll(File));
    }

    [Theory]
    [InlineData(ParquetSharp.Encoding.Plain)]
    [InlineData(ParquetSharp.Encoding.DeltaBinaryPacked)]
    [InlineData(ParquetSharp.Encoding.ByteStreamSplit)]
    [InlineData(ParquetSharp.Encoding.RleDictionary)]
    public void Every_encoding_in_pages_that_end_within_a_row(ParquetSharp.Encoding encoding)
    {
        using LogicalType int8 = LogicalType.Int(8, isSigned: true);
        var file = new ListFile<int>(ListForm.Usual, int8)
        {
            Properties = builder =>
            {
                builder.DataPagesize(100).WriteBatchSize(77).DataPageVersion(ParquetDataPageVersion.V1);
                if (encoding != ParquetSharp.Encoding.RleDictionary)
                {
                    builder.DisableDictionary().Encoding(encoding);
                }
            },
        };
        file.Write(File, Rows<int>(100));

        Assert.Equal(Fingerprints.Rows(100), ReadAll(File));
    }

    [Theory]
    [InlineData(Repetition.Required)]
    [InlineData(Repetition.Optional)]
    public void Binary_values_of_fixed_length(Repetition repetition)
    {
        BinaryFile.Write(File, repetition, Fingerprints.Rows(200), rowGroupRows: 150);

        Assert.Equal(Fingerprints.Rows(200), ReadAll(File));
    }

    [Fact]
    public void Another_shape()
    {
        var shape = new TensorShape(2, 1, 1);
        ListFile.Write(File, [[1, 2], [3, 4], [5, 6]]);

        (List<sbyte[]> fingerprints, _) = SourceReading.Read(File, shape);

        Assert.Equal([[1, 2], [3, 4], [5, 6]], fingerprints);
    }

    [Fact]
    public void A_file_without_rows()
    {
        ListFile.Write(File, []);

        Assert.Empty(ReadAll(File));
    }

    private static ArrowBuffer Offsets() =>
        new ArrowBuffer.Builder<int>().AppendRange(Enumerable.Range(0, Count + 1).Select(i => 300 * i)).Build();

    private static IEnumerable<T?[]?> Rows<T>(int count)
        where T : struct, System.Numerics.INumber<T> =>
        Fingerprints.Rows(count).Select(row => row.Select(v => (T?)T.CreateChecked(v)).ToArray());

    private static List<sbyte[]> ReadAll(string path)
    {
        (List<sbyte[]> fingerprints, List<BadFingerprint> bad) = SourceReading.Read(path);
        Assert.Empty(bad);
        return fingerprints;
    }
}
