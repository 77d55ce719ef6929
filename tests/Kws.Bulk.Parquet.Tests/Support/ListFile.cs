using System.Numerics;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Kws.Bulk.Parquet.Tests.Support;

/// <summary>The form of a list in the schema.</summary>
/// <param name="List">Whether a list may be null.</param>
/// <param name="Element">Whether a value may be null.</param>
/// <param name="Depth">
/// 3: a group of a group of the value, as the format demands today; 2: a group of the value; 1: a value that repeats.
/// </param>
internal sealed record ListForm(Repetition List, Repetition Element, int Depth)
{
    public static readonly ListForm Usual = new(Repetition.Optional, Repetition.Optional, 3);

    public Node Node(string name, PhysicalType type, LogicalType element, LogicalType? outer = null)
    {
        using LogicalType list = LogicalType.List();
        return Depth switch
        {
            1 => Value(name, Repetition.Repeated),
            2 => new GroupNode(name, List, [Value("array", Repetition.Repeated)], outer ?? list),
            _ => new GroupNode(name, List, [new GroupNode("list", Repetition.Repeated, [Value("element", Element)])], outer ?? list),
        };

        PrimitiveNode Value(string valueName, Repetition repetition) => new(valueName, repetition, element, type);
    }
}

/// <summary>Writes files of lists value by value, so that everything that a file can hold may be wrong.</summary>
internal sealed class ListFile<T>(ListForm form, LogicalType element)
    where T : unmanaged, INumber<T>
{
    private static readonly PhysicalType Physical = default(T) switch
    {
        int => PhysicalType.Int32,
        long => PhysicalType.Int64,
        float => PhysicalType.Float,
        _ => PhysicalType.Double,
    };

    /// <summary>Rows of a row group.</summary>
    public int RowGroupRows { get; init; } = int.MaxValue;

    /// <summary>The storage of values.</summary>
    public Action<WriterPropertiesBuilder> Properties { get; init; } = _ => { };

    public string Write(string path, IEnumerable<T?[]?> rows)
    {
        using var schema = new GroupNode("schema", Repetition.Required, [form.Node("values", Physical, element)]);
        using var builder = new WriterPropertiesBuilder();
        Properties(builder);
        using WriterProperties properties = builder.Build();
        using var writer = new ParquetFileWriter(path, schema, properties);
        foreach (T?[]?[] group in rows.Chunk(RowGroupRows))
        {
            using RowGroupWriter rowGroup = writer.AppendRowGroup();
            using var column = (ColumnWriter<T>)rowGroup.NextColumn();
            var definitions = new List<short>();
            var repetitions = new List<short>();
            foreach (T?[]? row in group)
            {
                short empty = (short)(form is { Depth: > 1, List: Repetition.Optional } ? 1 : 0);
                short value = (short)(empty + 1 + (form is { Depth: 3, Element: Repetition.Optional } ? 1 : 0));
                definitions.AddRange(
                    row is null or [] ? [row is null ? (short)0 : empty] : row.Select(v => v is null ? (short)(value - 1) : value));
                repetitions.AddRange(Enumerable.Range(0, Math.Max(row?.Length ?? 0, 1)).Select(i => (short)(i == 0 ? 0 : 1)));
            }

            T[] values = [.. group.SelectMany(row => row ?? []).Where(v => v is not null).Select(v => v!.Value)];
            column.WriteBatch(definitions.Count, definitions.ToArray(), repetitions.ToArray(), values);
        }

        writer.Close();
        return path;
    }
}

/// <summary>The usual list of int8.</summary>
internal static class ListFile
{
    public static int?[] Values(IEnumerable<sbyte> fingerprint) => [.. fingerprint.Select(v => (int?)v)];

    public static string Write(string path, IEnumerable<int?[]?> rows, int rowGroupRows = int.MaxValue)
    {
        using LogicalType int8 = LogicalType.Int(8, isSigned: true);
        return new ListFile<int>(ListForm.Usual, int8) { RowGroupRows = rowGroupRows }.Write(path, rows);
    }
}
