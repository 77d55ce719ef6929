using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace Kws.Model;

/// <summary>
/// The head of a NumPy file, format versions 1 to 3: a magic number, the version, the length of the head, and a Python dictionary that
/// names type, order and shape of the array (numpy.lib.format).
/// </summary>
/// <param name="Descriptor">The type of the values, such as <c>&lt;i2</c>; empty for a structured type.</param>
/// <param name="IsFortranOrder">True if the first axis varies fastest.</param>
/// <param name="Dimensions">The lengths of the axes as the file has them, for messages.</param>
internal sealed partial record NpyFile(string Descriptor, bool IsFortranOrder, string Dimensions)
{
    /// <summary>Magic number, version and the longest field of length.</summary>
    public const int MaxPreamble = 12;

    /// <summary>The longest head that is read. An array of fingerprints needs 128; a megabyte is another file.</summary>
    public const int MaxBytes = 1 << 16;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The lengths of the axes. Python 2 writes long integers with an L behind them.</summary>
    public string[] Sizes => [.. Dimensions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(size => size.EndsWith('L') ? size[..^1] : size)];

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
            throw CutOff(name, preamble.Length);
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
    public static NpyFile Parse(ReadOnlySpan<byte> head, string name)
    {
        string text = Encoding.UTF8.GetString(head[(head[6] == 1 ? 10 : 12)..]);
        return new(
            Field(DescriptorPattern(), "descr"), Field(OrderPattern(), "fortran_order") == "True", Field(ShapePattern(), "shape"));

        string Field(Regex pattern, string key) => pattern.Match(text) is { Success: true } match
            ? match.Groups[1].Value
            : throw new KwsFormatException(name, 0, $"the head of the array has no '{key}' that can be read");
    }

    /// <summary>Refuses a file that ends within its head.</summary>
    public static KwsFormatException CutOff(string name, long length) =>
        new(name, 0, $"the file ends after {length} bytes, within the head of the array: truncated");

    // A structured type is a list.
    [GeneratedRegex("""['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|\[)""")]
    private static partial Regex DescriptorPattern();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^)]*)\)""")]
    private static partial Regex ShapePattern();
}
