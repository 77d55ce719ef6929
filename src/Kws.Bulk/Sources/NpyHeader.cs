using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kws.Model;

namespace Kws.Bulk.Sources;

/// <summary>
/// The head of a NumPy file, format versions 1 to 3: a magic number, the version, the length of the head, and a Python dictionary that
/// names type, order and shape of the array (numpy.lib.format).
/// </summary>
/// <param name="Bytes">The length of everything before the values.</param>
/// <param name="Type">The type of the values.</param>
/// <param name="IsSwapped">True if the order of the bytes of a value is not that of this processor.</param>
/// <param name="Count">The number of fingerprints.</param>
/// <param name="Columns">Null in C order. In Fortran order: the place in its fingerprint of each value, in the order of the file.</param>
internal sealed partial record NpyHeader(int Bytes, ElementType Type, bool IsSwapped, long Count, int[]? Columns)
{
    /// <summary>Magic number, version and the longest field of length.</summary>
    public const int MaxPreamble = 12;

    // An array of fingerprints needs 128. More than that is room for a program that goes on writing, a megabyte is not.
    private const int MaxBytes = 1 << 16;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The number of bytes of the head.</summary>
    /// <param name="preamble">The first <see cref="MaxPreamble"/> bytes of the file, or all if there are less.</param>
    /// <param name="name">The file, in messages.</param>
    public static int Length(ReadOnlySpan<byte> preamble, string name)
    {
        if (preamble.IsEmpty)
        {
            throw new KwsFormatException(name, 0, "the file is empty, expected a NumPy array");
        }

        if (!preamble.StartsWith(Magic))
        {
            throw FileSignature.Of(preamble)?.Refuse(name, "a NumPy array")
                ?? new KwsFormatException(name, 0, "this is not a NumPy array: it does not begin with \\x93NUMPY");
        }

        if (preamble.Length < MaxPreamble)
        {
            throw new KwsFormatException(name, 0, $"the file ends after {preamble.Length} bytes, within the head of the array: truncated");
        }

        int version = preamble[6];
        long length = version switch
        {
            1 => 10 + BinaryPrimitives.ReadUInt16LittleEndian(preamble[8..]),
            2 or 3 => 12 + (long)BinaryPrimitives.ReadUInt32LittleEndian(preamble[8..]),
            _ => throw new KwsFormatException(name, 0, $"version {version} of the NumPy format, expected 1, 2 or 3"),
        };
        return length <= MaxBytes
            ? (int)length
            : throw new KwsFormatException(name, 0, $"the head of the array has {length} bytes, expected at most {MaxBytes}");
    }

    /// <param name="head">The whole head.</param>
    /// <param name="name">The file, in messages.</param>
    /// <param name="shape">The shape of one fingerprint.</param>
    public static NpyHeader Parse(ReadOnlySpan<byte> head, string name, TensorShape shape)
    {
        string text = Encoding.UTF8.GetString(head[(head[6] == 1 ? 10 : 12)..]);
        string descriptor = Field(DescriptorPattern(), "descr");
        if (ElementType.FromDescriptor(descriptor, out bool isSwapped) is not { } type)
        {
            string found = descriptor switch
            {
                "" => "of a structured type",
                [_, 'O', ..] => $"Python objects ({Excerpt.Of(descriptor)}), which are not read",
                _ => $"of type {Excerpt.Of(descriptor)}",
            };
            throw new KwsFormatException(name, 0, $"the values are {found}, expected {ElementType.All}");
        }

        (long count, bool isFlat) = Fingerprints(Field(ShapePattern(), "shape"));
        bool isFortran = Field(OrderPattern(), "fortran_order") == "True";
        return new(head.Length, type, isSwapped, count, isFortran ? FortranOrder(shape, isFlat) : null);

        string Field(Regex pattern, string key) => pattern.Match(text) is { Success: true } match
            ? match.Groups[1].Value
            : throw new KwsFormatException(name, 0, $"the head of the array has no '{key}' that can be read");

        (long Count, bool IsFlat) Fingerprints(string dimensions)
        {
            // Python 2 writes long integers with an L behind them.
            string[] sizes = [.. dimensions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(size => size.EndsWith('L') ? size[..^1] : size)];
            string[] frames = [$"{shape.Time}", $"{shape.Frequency}"];
            bool isFlat = sizes.Skip(1).SequenceEqual([$"{shape.Count}"]);
            bool fits = isFlat || sizes.Skip(1).SequenceEqual(frames) || sizes.Skip(1).SequenceEqual([.. frames, "1"]);
            if (!fits || !long.TryParse(sizes[0], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            {
                throw new KwsFormatException(
                    name, 0,
                    $"the shape is ({Excerpt.Of(dimensions)}), "
                    + $"expected (N, {shape.Count}), (N, {shape.Time}, {shape.Frequency}) or (N, {shape.Time}, {shape.Frequency}, 1)");
            }

            return count <= long.MaxValue / (1 << 20)
                ? (count, isFlat)
                : throw new KwsFormatException(name, 0, $"the array has {count} fingerprints, more than a file can hold");
        }
    }

    /// <summary>In Fortran order the first axis varies fastest: behind the fingerprints, these are the frames.</summary>
    private static int[] FortranOrder(TensorShape shape, bool isFlat) =>
        [.. Enumerable.Range(0, shape.Count).Select(i => isFlat ? i : (i % shape.Time * shape.Frequency) + (i / shape.Time))];

    // A structured type is a list.
    [GeneratedRegex("""['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|\[)""")]
    private static partial Regex DescriptorPattern();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^)]*)\)""")]
    private static partial Regex ShapePattern();
}
