using System.Runtime.InteropServices;
using Kws.Bulk.Sources;
using Kws.Model;
using ParquetSharp;

namespace Kws.Bulk.Parquet;

/// <summary>Rows that are binary values of fixed length: int8.</summary>
internal sealed class BinaryReader(FingerprintColumn column, TensorShape shape) : RowReader(shape)
{
    private const int Rows = 64;

    private readonly short[] _levels = new short[Rows];
    private readonly FixedLenByteArray[] _values = new FixedLenByteArray[Rows];
    private readonly byte[] _record = new byte[shape.Count];
    private ColumnReader<FixedLenByteArray>? _column;
    private int _row;
    private int _count;
    private int _value;

    public override string Content => IsNull ? "null" : string.Join(' ', MemoryMarshal.Cast<byte, sbyte>(_record).ToArray());

    private bool IsNull => _levels[_row] < column.ValueLevel;

    public override void Begin(ColumnReader reader)
    {
        _column = (ColumnReader<FixedLenByteArray>)reader;
        (_row, _count) = (-1, 0);
    }

    public override bool MoveNext()
    {
        if (++_row >= _count)
        {
            // The values point into a page, which asking for more may free: all have been copied by now.
            (_row, _value) = (0, 0);
            _count = _column!.HasNext ? (int)_column.ReadBatch(Rows, _levels, default, _values, out _) : 0;
            if (_count == 0)
            {
                return false;
            }
        }

        if (!IsNull)
        {
            Marshal.Copy(_values[_value++].Pointer, _record, 0, _record.Length);
        }

        return true;
    }

    public override string? Read(Span<sbyte> fingerprint) =>
        IsNull ? $"it is null, expected {Shape.Count} bytes" : Narrow(ElementType.Int8, _record, fingerprint);
}
