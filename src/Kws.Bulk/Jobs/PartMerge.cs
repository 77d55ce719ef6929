using System.Globalization;
using System.Text;
using Kws.Bulk.Outputs;
using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>Writes the outputs of all parts of a job as one run would have written them.</summary>
internal static class PartMerge
{
    private const int LineFeed = '\n';

    /// <summary>Lines, behind the head of the first part.</summary>
    /// <param name="parts">All parts, in order.</param>
    /// <param name="target">Receives the lines.</param>
    /// <param name="hasHead">True if the first line of each part is a head.</param>
    public static void Lines(IEnumerable<FinishedPart> parts, Stream target, bool hasHead)
    {
        Stream head = target;
        foreach (FinishedPart part in parts)
        {
            part.Read(source =>
            {
                CopyHead(source, hasHead, head);
                source.CopyTo(target);
            });
            head = Stream.Null;
        }
    }

    /// <summary>
    /// Lines with the index of a fingerprint. Parts of text, and those that follow skipped fingerprints, could not know theirs: they are
    /// counted here.
    /// </summary>
    /// <param name="parts">All parts, in order.</param>
    /// <param name="target">Receives the lines.</param>
    /// <param name="hasHead">True if the first line of each part is a head.</param>
    /// <param name="beforeIndex">The beginning of each line, before its index.</param>
    public static void IndexedLines(IEnumerable<FinishedPart> parts, Stream target, bool hasHead, string beforeIndex)
    {
        long count = 0;
        Stream head = target;
        foreach (FinishedPart part in parts)
        {
            part.Read(source =>
            {
                CopyHead(source, hasHead, head);
                if (part.Journal.FirstIndex == count)
                {
                    source.CopyTo(target);
                }
                else
                {
                    Renumber(source, part, target, beforeIndex, count);
                }
            });
            head = Stream.Null;
            count += part.Count;
        }
    }

    /// <summary>NumPy arrays: one head, then all values.</summary>
    /// <param name="parts">All parts, in order.</param>
    /// <param name="target">Receives the array.</param>
    /// <param name="count">The number of items of all parts.</param>
    public static void Npy(IEnumerable<FinishedPart> parts, Stream target, long count)
    {
        bool isFirst = true;
        foreach (FinishedPart part in parts)
        {
            part.Read(source =>
            {
                NpyFile array = ReadHead(source, part.Path);
                if (isFirst)
                {
                    string shape = string.Join(", ", array.Sizes.Skip(1).Prepend(count.ToString(CultureInfo.InvariantCulture)));
                    target.Write(NpyFormat.Head(array.Descriptor, array.Sizes.Length == 1 ? $"({shape},)" : $"({shape})"));
                }

                source.CopyTo(target);
            });
            isFirst = false;
        }
    }

    private static NpyFile ReadHead(Stream source, string path)
    {
        var preamble = new byte[NpyFile.MaxPreamble];
        source.ReadExactly(preamble);
        var rest = new byte[NpyFile.Length(preamble, path) - preamble.Length];
        source.ReadExactly(rest);
        return NpyFile.Parse([.. preamble, .. rest], path);
    }

    /// <summary>Goes behind the first line, if it is a head.</summary>
    private static void CopyHead(Stream source, bool hasHead, Stream target)
    {
        while (hasHead && source.ReadByte() is >= 0 and var next)
        {
            target.WriteByte((byte)next);
            hasHead = next != LineFeed;
        }
    }

    private static void Renumber(Stream source, FinishedPart part, Stream target, string beforeIndex, long count)
    {
        // Latin-1 has a character for each byte, so that the rest of a line stays as it is.
        using var reader = new StreamReader(source, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var writer = new StreamWriter(target, Encoding.Latin1, bufferSize: 1 << 16) { NewLine = "\n" };
        for (long i = 0; reader.ReadLine() is { } line; i++)
        {
            int end = line.IndexOf(',', StringComparison.Ordinal);
            string expected = string.Create(CultureInfo.InvariantCulture, $"{beforeIndex}{part.Journal.FirstIndex + i}");
            if (end < 0 || !line.AsSpan(0, end).SequenceEqual(expected))
            {
                throw new KwsFormatException(part.Path, 0, $"result {i} does not begin with {expected}: it was changed");
            }

            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{beforeIndex}{count + i}"));
            writer.WriteLine(line.AsSpan(end));
        }

        writer.Flush();
    }
}
