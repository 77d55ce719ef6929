using Kws.Model;
using ParquetSharp;

namespace Kws.Bulk.Parquet;

/// <summary>The column of a file that holds the fingerprints.</summary>
/// <param name="Index">Which of the columns of values it is.</param>
/// <param name="Type">How a value is stored.</param>
/// <param name="ValueLevel">The definition level of a value that is there.</param>
/// <param name="EmptyLevel">That of a list without values; a list that is null has a lower one.</param>
internal sealed record FingerprintColumn(int Index, PhysicalType Type, short ValueLevel, short EmptyLevel)
{
    private const string PreferredName = "fingerprint";
    private const int MostNamed = 10;

    public static FingerprintColumn Find(SchemaDescriptor schema, string name, TensorShape shape)
    {
        int[] all = [.. Enumerable.Range(0, schema.NumColumns)];
        int[] fitting = [.. all.Where(i => IsList(schema, i) || IsBinary(schema, i, shape.Count))];
        int[] preferred = fitting.Length > 1 ? [.. fitting.Where(i => schema.ColumnRoot(i).Name == PreferredName)] : fitting;
        if (preferred is [int index])
        {
            ColumnDescriptor column = schema.Column(index);
            bool isOptional = schema.ColumnRoot(index).Repetition == Repetition.Optional;
            return new(index, column.PhysicalType, column.MaxDefinitionLevel, (short)(isOptional ? 1 : 0));
        }

        throw new KwsFormatException(name, 0, fitting.Length == 0
            ? "no column holds fingerprints: expected one of lists of int8, int16, int32, int64, float32 or float64, "
                + $"or of binary values of {shape.Count} bytes; there are {Names(all)}"
            : $"several columns may hold fingerprints, expected one of them to be named {PreferredName}: {Names(fitting)}");

        string Names(int[] columns)
        {
            IEnumerable<string> names = columns.Take(MostNamed).Select(i => Described(schema.Column(i)));
            return columns.Length switch
            {
                0 => "none",
                > MostNamed => string.Join(", ", names) + ", ...",
                _ => string.Join(", ", names),
            };
        }
    }

    /// <summary>
    /// A list of numbers in any of the ways that programs have written one: three levels, two, or a repeated value. No list of lists, no
    /// map.
    /// </summary>
    private static bool IsList(SchemaDescriptor schema, int index)
    {
        ColumnDescriptor column = schema.Column(index);
        using LogicalType? logical = Known(() => column.LogicalType);
        using LogicalType? root = Known(() => schema.ColumnRoot(index).LogicalType);
        bool isNumber = (column.PhysicalType, logical) switch
        {
            (PhysicalType.Int32 or PhysicalType.Int64, IntLogicalType integer) => integer.IsSigned,
            (PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Float or PhysicalType.Double, null) => true,
            _ => false,
        };
        int depth = column.Path.ToDotVector().Length;
        return isNumber && column.MaxRepetitionLevel == 1 && (depth == 1 || (depth <= 3 && root is ListLogicalType));
    }

    private static bool IsBinary(SchemaDescriptor schema, int index, int length)
    {
        ColumnDescriptor column = schema.Column(index);
        using LogicalType? logical = Known(() => column.LogicalType);
        return column.PhysicalType == PhysicalType.FixedLenByteArray && column.TypeLength == length && logical is null
            && column.Path.ToDotVector().Length == 1 && column.MaxRepetitionLevel == 0;
    }

    /// <summary>Null where there is none, and for those that are newer than the library: values are read as they are stored.</summary>
    private static LogicalType? Known(Func<LogicalType> get)
    {
        try
        {
            LogicalType type = get();
            if (type is not NoneLogicalType)
            {
                return type;
            }

            type.Dispose();
        }
        catch (ArgumentOutOfRangeException)
        {
            // The library's answer to a type that it does not know.
        }

        return null;
    }

    private static string Described(ColumnDescriptor column)
    {
        using LogicalType? logical = Known(() => column.LogicalType);
        string type = logical is null ? $"{column.PhysicalType}" : $"{column.PhysicalType}, {logical}";
        string size = column.PhysicalType == PhysicalType.FixedLenByteArray ? $" of {column.TypeLength} bytes" : "";
        return $"{column.Path.ToDotString()} ({type}{size})";
    }
}
