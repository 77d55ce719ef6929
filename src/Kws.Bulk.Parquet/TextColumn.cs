using ParquetSharp;

namespace Kws.Bulk.Parquet;

/// <summary>A column of strings beside the fingerprints, such as <c>label</c> and <c>clip</c>, read row by row.</summary>
internal sealed class TextColumn : IDisposable
{
    private readonly LogicalColumnReader<string?> _column;
    private readonly string?[] _rows = new string?[64];
    private int _row;
    private int _count;

    private TextColumn(LogicalColumnReader<string?> column) => _column = column;

    /// <summary>The column of a name in a row group; null where the file has no strings of that name.</summary>
    public static TextColumn? Open(RowGroupReader group, SchemaDescriptor schema, string name)
    {
        for (int i = 0; i < schema.NumColumns; i++)
        {
            ColumnDescriptor column = schema.Column(i);
            if (schema.ColumnRoot(i).Name == name && column.PhysicalType == PhysicalType.ByteArray && column.MaxRepetitionLevel == 0)
            {
                using LogicalType type = column.LogicalType;
                return type is StringLogicalType ? new(group.Column(i).LogicalReader<string?>()) : null;
            }
        }

        return null;
    }

    /// <summary>The text of the next row, or null.</summary>
    public string? Next()
    {
        if (_row == _count)
        {
            (_row, _count) = (0, _column.HasNext ? _column.ReadBatch(_rows.AsSpan()) : 0);
        }

        return _row < _count ? _rows[_row++] : null;
    }

    public void Dispose() => _column.Dispose();
}
