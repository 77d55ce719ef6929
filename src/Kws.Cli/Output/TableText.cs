using Spectre.Console;

namespace Kws.Cli.Output;

/// <summary>A table as text. A column whose heading begins with a space is of numbers.</summary>
/// <param name="Keys">The headings of the first columns, which say what a row is about.</param>
/// <param name="Groups">The other columns.</param>
/// <param name="Rows">A cell for every column.</param>
internal sealed record TableText(string[] Keys, ColumnGroup[] Groups, IReadOnlyList<Cell[]> Rows)
{
    public const string Gap = "  ";

    /// <summary>The headings of all columns.</summary>
    public string[] Columns { get; } = [.. Keys, .. Groups.SelectMany(group => group.Columns)];

    /// <summary>The columns that a text takes on a terminal.</summary>
    public static int WidthOf(string text) => text.GetCellWidth();

    /// <summary>
    /// The table as lines of cells to be printed side by side. One that is too wide comes in parts, each with the keys again; one whose
    /// keys leave no room for a column comes as a list of headings and values. Numbers and words are never broken.
    /// </summary>
    /// <param name="width">The most characters of a line; only a word that is longer exceeds it.</param>
    public IEnumerable<IReadOnlyList<Cell>> Lines(int width)
    {
        Block keys = Measure("", 0, Keys.Length);
        Block[] blocks = [.. Blocks(width - keys.Width - Gap.Length)];
        return blocks.Any(block => keys.Width + Gap.Length + block.Width > width) ? List(width) : InParts(keys, blocks, width);
    }

    private IEnumerable<IReadOnlyList<Cell>> InParts(Block keys, Block[] blocks, int width)
    {
        for (int next = 0; next < blocks.Length;)
        {
            if (next > 0)
            {
                yield return [];
            }

            List<Block> part = [keys];
            int used = keys.Width;
            while (next < blocks.Length && used + Gap.Length + blocks[next].Width <= width)
            {
                used += Gap.Length + blocks[next].Width;
                part.Add(blocks[next++]);
            }

            if (part.Any(block => block.Title.Length > 0))
            {
                yield return Line(part, block => [new(Pad(block.Title, block.Width, right: false), Tone.Strong)]);
            }

            yield return Line(part, block => Cells(block, [.. Columns.Select(heading => new Cell(heading.Trim(), Tone.Strong))]));
            foreach (Cell[] row in Rows)
            {
                yield return Line(part, block => Cells(block, row));
            }
        }
    }

    /// <summary>A paragraph for every row, and a line for every cell of it.</summary>
    private IEnumerable<IReadOnlyList<Cell>> List(int width)
    {
        string[] headings =
        [
            .. Keys.Select(key => key.Trim()),
            .. Groups.SelectMany(group => group.Columns.Select(column => $"{group.Title} {column.Trim()}".Trim())),
        ];
        int widest = headings.Max(WidthOf);
        foreach ((int number, Cell[] row) in Rows.Index())
        {
            if (number > 0)
            {
                yield return [];
            }

            foreach ((string heading, Cell cell) in headings.Zip(row))
            {
                if (widest + Gap.Length + WidthOf(cell.Text) <= width)
                {
                    yield return [new(Pad(heading, widest, right: false), Tone.Strong), Gap, cell];
                    continue;
                }

                foreach (string line in WordWrap.Lines(heading, width))
                {
                    yield return [new(line, Tone.Strong)];
                }

                foreach (string line in WordWrap.Lines(cell.Text, width - Gap.Length))
                {
                    yield return [Gap, new(line, cell.Tone)];
                }
            }
        }
    }

    /// <summary>The groups. One that is too wide comes as single columns.</summary>
    private IEnumerable<Block> Blocks(int width)
    {
        int first = Keys.Length;
        foreach (ColumnGroup group in Groups)
        {
            Block block = Measure(group.Title, first, group.Columns.Length);
            if (block.Width <= width)
            {
                yield return block;
            }
            else
            {
                for (int column = first; column < first + group.Columns.Length; column++)
                {
                    yield return Measure(group.Title, column, 1);
                }
            }

            first += group.Columns.Length;
        }
    }

    private Block Measure(string title, int first, int count)
    {
        int[] widths = [.. Enumerable.Range(first, count).Select(column =>
            Rows.Select(row => WidthOf(row[column].Text)).Append(WidthOf(Columns[column].Trim())).Max())];
        var block = new Block(title, first, widths);
        widths[^1] += Math.Max(0, WidthOf(title) - block.Width);
        return block;
    }

    private IEnumerable<Cell> Cells(Block block, Cell[] row) => block.Widths.Select((width, i) =>
    {
        Cell cell = row[block.First + i];
        return new Cell(Pad(cell.Text, width, right: Columns[block.First + i].StartsWith(' ')), cell.Tone);
    });

    private static Cell[] Line(IEnumerable<Block> part, Func<Block, IEnumerable<Cell>> cells) =>
        [.. part.SelectMany(cells).SelectMany(cell => new[] { Gap, cell }).Skip(1)];

    private static string Pad(string text, int width, bool right)
    {
        var spaces = new string(' ', width - WidthOf(text));
        return right ? spaces + text : text + spaces;
    }

    /// <summary>Columns that are printed side by side.</summary>
    private sealed record Block(string Title, int First, int[] Widths)
    {
        public int Width => Widths.Sum() + (Gap.Length * (Widths.Length - 1));
    }
}
