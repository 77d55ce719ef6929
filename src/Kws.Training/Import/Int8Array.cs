using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Kws.Model;

namespace Kws.Training.Import;

/// <summary>NumPy files of signed bytes: magic number, version, a text with type and shape, and the values.</summary>
internal static partial class Int8Array
{
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The values of a file, the last axis varying fastest.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The shape that the array must have.</param>
    /// <exception cref="KwsFormatException">The file is missing, cannot be read, is no such array or has another shape.</exception>
    public static sbyte[] Read(string path, params int[] shape)
    {
        int count = shape.Aggregate(1, (all, length) => checked(all * length));
        byte[] bytes = FolderFile.Read(path, (1 << 16) + count);
        ReadOnlySpan<byte> values = bytes.AsSpan(CheckHead(bytes, path, shape));
        return values.Length == count
            ? MemoryMarshal.Cast<byte, sbyte>(values).ToArray()
            : throw new KwsFormatException(path, 0, $"{values.Length} values after the head of the array, expected {count}");
    }

    /// <summary>The length of the head.</summary>
    private static int CheckHead(ReadOnlySpan<byte> bytes, string path, int[] shape)
    {
        if (!bytes.StartsWith(Magic))
        {
            throw new KwsFormatException(path, 0, "this is not a NumPy array: it does not begin with \\x93NUMPY");
        }

        int start = bytes.Length > 6 && bytes[6] == 1 ? 10 : 12;
        long end = bytes.Length < start
            ? long.MaxValue
            : start
            + (start == 10 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
        if (end > bytes.Length)
        {
            throw new KwsFormatException(path, 0, $"the file ends after {bytes.Length} bytes, within the head of the array: truncated");
        }

        string head = Encoding.UTF8.GetString(bytes[start..(int)end]);
        string type = Field(TypePattern());
        if (type is not ("|i1" or "<i1" or ">i1" or "i1"))
        {
            throw new KwsFormatException(path, 0, $"the values are of type {Excerpt.Of(type)}, expected |i1 (signed bytes)");
        }

        string dimensions = Field(ShapePattern());
        string[] lengths = dimensions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!lengths.SequenceEqual(shape.Select(length => length.ToString(CultureInfo.InvariantCulture))))
        {
            throw new KwsFormatException(path, 0, $"the shape is ({Excerpt.Of(dimensions)}), expected ({string.Join(", ", shape)})");
        }

        return Field(OrderPattern()) == "False"
            ? (int)end
            : throw new KwsFormatException(
                path, 0, "the array is in Fortran order, expected C order (numpy.ascontiguousarray converts it)");

        string Field(Regex pattern) => pattern.Match(head) is { Success: true } match
            ? match.Groups[1].Value
            : throw new KwsFormatException(path, 0, "the head of the array cannot be read, expected 'descr', 'fortran_order' and 'shape'");
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([^'"]*)['"]""")]
    private static partial Regex TypePattern();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^)]*)\)""")]
    private static partial Regex ShapePattern();
}
