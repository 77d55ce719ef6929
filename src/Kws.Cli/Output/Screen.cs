using Spectre.Console;

namespace Kws.Cli.Output;

/// <summary>Prints text and tables for people, as wide as the terminal. Elsewhere no line is broken, and nothing has a colour.</summary>
/// <param name="context">Has the output.</param>
internal sealed class Screen(CliContext context)
{
    private readonly IAnsiConsole? _colours = context.OutIsTerminal ? CreateConsole(context.Out) : null;

    /// <summary>The most characters of a line.</summary>
    public int Width { get; } = context.OutIsTerminal ? Terminal.Width(context) : int.MaxValue;

    /// <summary>Prints text, broken between words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">Spaces before every line but the first.</param>
    public void WriteLine(string text = "", int indent = 0)
    {
        foreach (string line in context.OutIsTerminal ? WordWrap.Lines(text, Width, indent) : [text])
        {
            context.Out.WriteLine(line);
        }
    }

    public void Write(TableText table)
    {
        foreach (IReadOnlyList<Cell> line in table.Lines(Width))
        {
            WriteLine(line);
        }
    }

    /// <summary>Prints one row of a table whose other rows are not known yet. Cells that do not fit continue on the next line.</summary>
    /// <param name="cells">The cells, each as wide as its column.</param>
    public void WriteRow(params IEnumerable<Cell> cells)
    {
        var line = new List<Cell>();
        int used = 0;
        foreach (Cell cell in cells)
        {
            int width = TableText.WidthOf(cell.Text);
            if (line.Count > 0 && used + TableText.Gap.Length + width > Width)
            {
                WriteLine(line);
                line.Clear();
                used = 0;
                line.Add("");
            }

            if (line.Count > 0)
            {
                line.Add(TableText.Gap);
                used += TableText.Gap.Length;
            }

            line.Add(cell);
            used += width;
        }

        WriteLine(line);
    }

    /// <summary>Prints cells side by side.</summary>
    private void WriteLine(IReadOnlyList<Cell> line)
    {
        foreach ((int i, Cell cell) in line.Index())
        {
            string text = i == line.Count - 1 ? cell.Text.TrimEnd() : cell.Text;
            if (_colours is null || cell.Tone == Tone.Plain || text.Length == 0)
            {
                context.Out.Write(text);
            }
            else
            {
                _colours.Write(text, StyleOf(cell.Tone));
            }
        }

        context.Out.WriteLine();
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        _ => new Style(decoration: Decoration.Bold),
    };

    /// <summary>A console that knows whether the terminal takes colours. It never breaks a line.</summary>
    private static IAnsiConsole CreateConsole(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),

            // They turn colours on for the logs of some CI services, terminal or not.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = short.MaxValue;
        return console;
    }
}
