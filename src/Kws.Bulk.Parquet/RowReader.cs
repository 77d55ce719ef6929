using Kws.Bulk.Sources;
using Kws.Model;
using ParquetSharp;

namespace Kws.Bulk.Parquet;

/// <summary>
/// Reads the rows of a column one after the other. The buffers are small enough to stay in a core's first cache, between decoding and
/// narrowing.
/// </summary>
internal abstract class RowReader(TensorShape shape)
{
    /// <summary>The current row as text: its values, "null" where there are none.</summary>
    public abstract string Content { get; }

    /// <summary>The bits of a value.</summary>
    public int Bits { get; set; } = SixBit.Bits;

    protected TensorShape Shape { get; } = shape;

    private int Min => -1 << (Bits - 1);

    public static RowReader For(FingerprintColumn column, TensorShape shape) => column.Type switch
    {
        PhysicalType.Int32 => new ListReader<int>(column, new ElementType<int>("int32"), shape),
        PhysicalType.Int64 => new ListReader<long>(column, new ElementType<long>("int64"), shape),
        PhysicalType.Float => new ListReader<float>(column, new ElementType<float>("float32"), shape),
        PhysicalType.Double => new ListReader<double>(column, new ElementType<double>("float64"), shape),
        _ => new BinaryReader(column, shape),
    };

    /// <summary>Begins with the column of a row group.</summary>
    public abstract void Begin(ColumnReader column);

    /// <summary>Goes to the next row. False at the end of the row group.</summary>
    public abstract bool MoveNext();

    /// <summary>Makes a fingerprint of the current row.</summary>
    /// <returns>What is wrong with it and what was expected, or null.</returns>
    public abstract string? Read(Span<sbyte> fingerprint);

    /// <summary>That a value is not what it should be.</summary>
    protected string Problem(int index, string value) =>
        $"value {index} (frame {index / Shape.Frequency}, coefficient {index % Shape.Frequency}) is {value}, "
        + $"expected an integer from {Min} to {~Min}";

    protected string? Narrow(ElementType type, ReadOnlySpan<byte> record, Span<sbyte> fingerprint)
    {
        type.Narrow(record, fingerprint);

        // A value that is no int8 is one that is out of range, unless every int8 is a value.
        if (Bits < 8 && !fingerprint.ContainsAnyExceptInRange((sbyte)Min, (sbyte)~Min))
        {
            return null;
        }

        int bad = type.IndexOfBad(record, Min, ~Min);
        return bad < 0 ? null : Problem(bad, type.Text(record, bad));
    }
}
