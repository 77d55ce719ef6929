using System.Buffers;
using System.Text;
using Kws.Model;

namespace Kws.Bulk.Sources.Text;

/// <summary>
/// Reads a line without brackets as <see cref="FingerprintParser"/> does: what the vectors do not know goes to that one, which alone knows
/// the whole format and all messages.
/// </summary>
internal sealed class TextLineParser(string source, TensorShape shape)
{
    private static readonly SearchValues<byte> Numeric = SearchValues.Create(Encoding.ASCII.GetBytes(NumberField.Characters));

    /// <summary>The bits of a value.</summary>
    public int Bits { get; set; } = SixBit.Bits;

    /// <summary>
    /// True if brackets open on the line, which then says nothing without the lines after it. Elsewhere a '[' is an error of the line
    /// alone.
    /// </summary>
    public static bool OpensBrackets(ReadOnlySpan<byte> line) =>
        !IsBlankOrComment(line) && line[StartOfValues(line)..].TrimStart(" \t"u8) is [(byte)'[', ..];

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its line break; what lies around it as for <see cref="PlainLine"/>.</param>
    /// <param name="number">The number of the line, counted from 1.</param>
    /// <param name="values">Room for a fingerprint; if there is more behind it, reading is fast and overwrites some of it.</param>
    /// <param name="bad">What is wrong with the line.</param>
    /// <returns>Whether the line is a fingerprint. If not, and nothing is wrong, it does not count.</returns>
    public bool TryRead(ReadOnlySpan<byte> line, long number, Span<sbyte> values, out BadFingerprint? bad)
    {
        bad = null;
        if (IsBlankOrComment(line))
        {
            return false;
        }

        if (PlainLine.TryRead(line, values, shape.Count, Bits))
        {
            return true;
        }

        int start = StartOfValues(line);
        return (start > 0 && PlainLine.TryRead(line[start..], values, shape.Count, Bits)) || TryParse(line, number, values, out bad);
    }

    private static bool IsBlankOrComment(ReadOnlySpan<byte> line)
    {
        int first = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return first < 0 || line[first] switch
        {
            (byte)'#' => true,

            // White space of other kinds may stand before a '#' too.
            < (byte)' ' or > (byte)'~' => line.Contains((byte)'#') && Encoding.UTF8.GetString(line).AsSpan().TrimStart() is ['#', ..],
            _ => false,
        };
    }

    /// <summary>The text that a fingerprint's line has before its values.</summary>
    /// <param name="line">A line that <see cref="TryRead"/> takes.</param>
    /// <param name="number">The number of the line, counted from 1.</param>
    public static FingerprintTag TagOf(ReadOnlySpan<byte> line, long number)
    {
        int start = StartOfValues(line);
        string[] fields = start > 0 ? Encoding.UTF8.GetString(line[..start]).Split('\t') : ["", ""];
        return new(fields[0].Length > 0 ? fields[0] : null, fields[1].Length > 0 ? fields[1] : null, (int)Math.Min(number, int.MaxValue));
    }

    /// <summary>The start of the values of a line that counts, after label and clip; 0 if there are none.</summary>
    private static int StartOfValues(ReadOnlySpan<byte> line)
    {
        int first = line.IndexOf((byte)'\t');
        int length = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)'\t');
        if (length < 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> label = line[..first];
        ReadOnlySpan<byte> clip = line.Slice(first + 1, length);
        bool areNumbers = !label.ContainsAnyExcept(Numeric) && !clip.ContainsAnyExcept(Numeric)
            && NumberField.LooksNumeric(Encoding.ASCII.GetString(label)) && NumberField.LooksNumeric(Encoding.ASCII.GetString(clip));
        return areNumbers ? 0 : first + length + 2;
    }

    private bool TryParse(ReadOnlySpan<byte> line, long number, Span<sbyte> values, out BadFingerprint? bad)
    {
        bad = null;
        string text = Encoding.UTF8.GetString(line);
        try
        {
            int linesBefore = (int)Math.Min(number - 1, int.MaxValue - 1);
            Fingerprint? fingerprint = new FingerprintParser(new StringReader(text), source, shape, linesBefore, Bits).Next();
            fingerprint?.Values.Span.CopyTo(values);
            return fingerprint is not null;
        }
        catch (KwsFormatException exception)
        {
            bad = new(source, exception.Line, exception.Problem, text);
            return false;
        }
    }
}
