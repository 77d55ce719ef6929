using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>Reads the names of the labels: one per line, the first is label 0.</summary>
public static class LabelFile
{
    /// <summary>Reads all labels.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="KwsFormatException">
    /// There is no label, a line between labels is empty, a label is given twice, or contains a comma, quote, tab or control character; or
    /// the file was changed while it was read.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static ImmutableArray<string> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return WholeFile.Read(path, stream => Read(new StreamReader(stream), path));
    }

    /// <summary>Reads all labels. Blanks around a label and empty lines at the end do not count.</summary>
    /// <param name="reader">The text; it is read to its end and not closed.</param>
    /// <param name="sourceName">The name of the text in messages.</param>
    /// <exception cref="KwsFormatException">
    /// There is no label, a line between labels is empty, a label is given twice, or contains a comma, quote, tab or control character.
    /// </exception>
    public static ImmutableArray<string> Read(TextReader reader, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(sourceName);
        var labels = ImmutableArray.CreateBuilder<string>();
        var lines = new Dictionary<string, int>();
        int line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            string label = text.Trim(' ');
            if (label.Length == 0)
            {
                continue;
            }

            if (labels.Count < line - 1)
            {
                throw new KwsFormatException(
                    sourceName, labels.Count + 1, "the line is empty, expected a label: the line is the label's number");
            }

            Check(label, line);
            if (!lines.TryAdd(label, line))
            {
                throw new KwsFormatException(sourceName, line, $"label '{Excerpt.Of(label)}' is given twice, first on line {lines[label]}");
            }

            labels.Add(label);
        }

        return labels.Count > 0
            ? labels.ToImmutable()
            : throw new KwsFormatException(sourceName, 0, "there is no label, expected one a line");

        void Check(string label, int line)
        {
            foreach (char c in label)
            {
                // U+FFFD is what a byte that is not UTF-8 becomes.
                if (c is ',' or '"' or '\uFFFD' || char.IsControl(c))
                {
                    string shown = char.IsControl(c) || c == '\uFFFD' ? $"U+{(int)c:X4}" : $"'{c}'";
                    throw new KwsFormatException(
                        sourceName, line, $"a label contains {shown}, expected no comma, quote, tab or control character");
                }
            }
        }
    }
}
