namespace Kws.Cli.Output;

/// <summary>A table as text. A column whose heading begins with a blank is of numbers.</summary>
/// <param name="Keys">The headings of the first columns, which say what a row is about.</param>
/// <param name="Groups">The headings of the others; columns of a group belong together.</param>
/// <param name="Rows">A cell a column.</param>
internal sealed record TableText(string[] Keys, string[][] Groups, IReadOnlyList<string[]> Rows)
{
    private const string Gap = "  ";

    /// <summary>The headings of all columns.</summary>
    public string[] Columns { get; } = [.. Keys, .. Groups.SelectMany(group => group)];

    /// <summary>The table as lines. One that is too wide comes in parts, each with the keys again, so that no number is broken.</summary>
    /// <param name="width">The most characters of a line; a group of columns that is wider by itself exceeds it.</param>
    public IEnumerable<string> Lines(int width)
    {
        int[] widths = Widths();
        bool isFirst = true;
        foreach (List<int> part in Parts(widths, width))
        {
            if (!isFirst)
            {
                yield return "";
            }

            isFirst = false;
            foreach (string[] row in Rows.Prepend(Columns))
            {
                yield return string.Join(Gap, part.Select(column => Columns[column].StartsWith(' ')
                    ? row[column].Trim().PadLeft(widths[column])
                    : row[column].PadRight(widths[column]))).TrimEnd();
            }
        }
    }

    /// <summary>The characters of the widest cell of each column.</summary>
    public int[] Widths() =>
        [.. Columns.Select((heading, column) => Rows.Select(row => row[column].Length).Append(heading.Trim().Length).Max())];

    private IEnumerable<List<int>> Parts(int[] widths, int width)
    {
        List<int> keys = [.. Enumerable.Range(0, Keys.Length)];
        List<int> part = [.. keys];
        int next = Keys.Length;
        foreach (string[] group in Groups)
        {
            List<int> columns = [.. Enumerable.Range(next, group.Length)];
            next += group.Length;
            if (part.Count > keys.Count && part.Concat(columns).Sum(column => widths[column] + Gap.Length) - Gap.Length > width)
            {
                yield return part;
                part = [.. keys];
            }

            part.AddRange(columns);
        }

        yield return part;
    }
}
