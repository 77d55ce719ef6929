using System.Runtime.InteropServices;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Kws.Bulk.Parquet.Tests.Support;

/// <summary>Writes files of binary values of fixed length.</summary>
internal static class BinaryFile
{
    public static string Write(
        string path, Repetition repetition, IEnumerable<sbyte[]?> rows, int rowGroupRows = int.MaxValue, int length = 300)
    {
        using LogicalType none = LogicalType.None();
        using var schema = new GroupNode(
            "schema", Repetition.Required, [new PrimitiveNode("values", repetition, none, PhysicalType.FixedLenByteArray, length)]);
        using var builder = new WriterPropertiesBuilder();
        using WriterProperties properties = builder.Build();
        using var writer = new ParquetFileWriter(path, schema, properties);
        foreach (sbyte[]?[] group in rows.Chunk(rowGroupRows))
        {
            using RowGroupWriter rowGroup = writer.AppendRowGroup();
            using var column = (ColumnWriter<FixedLenByteArray>)rowGroup.NextColumn();
            sbyte[] values = GC.AllocateArray<sbyte>(group.Length * length, pinned: true);
            sbyte[][] present = [.. group.OfType<sbyte[]>()];
            for (int i = 0; i < present.Length; i++)
            {
                present[i].CopyTo(values, i * length);
            }

            short[] definitions = [.. group.Select(row => (short)(row is not null && repetition == Repetition.Optional ? 1 : 0))];
            FixedLenByteArray[] pointers =
                [.. present.Select((_, i) => new FixedLenByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(values, i * length)))];
            column.WriteBatch(group.Length, definitions, default, pointers);
            GC.KeepAlive(values);
        }

        writer.Close();
        return path;
    }
}
