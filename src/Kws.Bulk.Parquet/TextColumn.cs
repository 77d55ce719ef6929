using System.Runtime.InteropServices;
using ParquetSharp;

namespace Kws.Bulk.Parquet;

/// <summary>
/// A column of strings beside the fingerprints, such as <c>label</c> and <c>clip</c>, read row by row. It reads the stored bytes:
/// ParquetSharp's reader of strings makes its types at run time, which a native program cannot.
/// </summary>
internal sealed class TextColumn : IDisposable
{
    private const int Rows = 64;

    private readonly ColumnReader<ByteArray> _column;
    private readonly short _valueLevel;
    private readonly short[] _levels = new short[Rows];
    private readonly ByteArray[] _values = new ByteArray[Rows];
    private int _row;
    private int _count;
    private int _value;

    private TextColumn(ColumnReader column, short valueLevel) => (_column, _valueLevel) = ((ColumnReader<ByteArray>)column, valueLevel);

    /// <summary>The column of a name in a row group; null where the file has no strings of that name.</summary>
    public static TextColumn? Open(RowGroupReader group, SchemaDescriptor schema, string name)
    {
        for (int i = 0; i < schema.NumColumns; i++)
        {
            ColumnDescriptor column = schema.Column(i);
            if (schema.ColumnRoot(i).Name == name && column.PhysicalType == PhysicalType.ByteArray && column.MaxRepetitionLevel == 0)
            {
                using LogicalType type = column.LogicalType;
                return type is StringLogicalType ? new(group.Column(i), column.MaxDefinitionLevel) : null;
            }
        }

        return null;
    }

    /// <summary>The text of the next row, or null.</summary>
    public string? Next()
    {
        if (_row == _count)
        {
            // The values point into a page, which asking for more may free: all have been copied by now.
            (_row, _value) = (0, 0);
            _count = _column.HasNext ? (int)_column.ReadBatch(Rows, _levels, default, _values, out _) : 0;
        }

        if (_row == _count || _levels[_row++] < _valueLevel)
        {
            return null;
        }

        ByteArray value = _values[_value++];
        return value.Length == 0 ? "" : Marshal.PtrToStringUTF8(value.Pointer, value.Length);
    }

    public void Dispose() => _column.Dispose();
}
