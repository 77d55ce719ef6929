using Kws.Model;
using ParquetSharp;

namespace Kws.Bulk.Parquet;

/// <summary>Damaged files in one plain line.</summary>
internal static class ParquetError
{
    private const string MessageBegin = "(message: '";
    private const string MessageEnd = "')";

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Makes sure that a file begins and ends as a Parquet file, before the native library says it in its own words.</summary>
    public static void CheckEnds(FileStream stream, string path)
    {
        if (!stream.CanSeek)
        {
            throw new KwsFormatException(path, 0, "this is a pipe or a device, expected a file: reading Parquet begins at the end");
        }

        if (stream.Length == 0)
        {
            throw new KwsFormatException(path, 0, "the file is empty, expected a Parquet file");
        }

        Span<byte> head = stackalloc byte[FileSignature.Length];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (!head.StartsWith(Magic))
        {
            throw FileSignature.Of(head)?.Refuse(path, "a Parquet file")
                ?? new KwsFormatException(path, 0, "this is not a Parquet file: it does not begin with PAR1");
        }

        Span<byte> found = stackalloc byte[Magic.Length];
        stream.Position = stream.Length - found.Length;
        stream.ReadExactly(found);
        if (!found.SequenceEqual(Magic))
        {
            throw new KwsFormatException(path, 0, "the Parquet file does not end with PAR1: truncated");
        }
    }

    public static KwsFormatException Because(string name, string problem, ParquetException exception) =>
        new(name, 0, $"{problem}: {Text(exception)}");

    /// <summary>The message itself, without the name of the native type around it, on one line and without control characters.</summary>
    public static string Text(ParquetException exception)
    {
        string text = exception.Message;
        int begin = text.IndexOf(MessageBegin, StringComparison.Ordinal);
        int end = text.LastIndexOf(MessageEnd, StringComparison.Ordinal);
        if (begin >= 0 && end > begin)
        {
            text = text[(begin + MessageBegin.Length)..end];
        }

        IEnumerable<char> plain = text.Select(c => char.IsControl(c) ? ' ' : c);
        return string.Join(' ', string.Concat(plain).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
