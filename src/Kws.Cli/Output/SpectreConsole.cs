using System.Text;
using Spectre.Console;

namespace Kws.Cli.Output;

/// <summary>Makes consoles of Spectre.Console that write where a command writes.</summary>
internal static class SpectreConsole
{
    public static IAnsiConsole ForOutput(CliContext context) => Create(context.Out, context.OutIsTerminal);

    public static IAnsiConsole ForErrors(CliContext context) => Create(context.Error, context.ErrorIsTerminal);

    /// <summary>
    /// A table of plain text, so that brackets in names are no markup; in a pipe without borders and colours.
    /// </summary>
    /// <param name="isTerminal">Whether a terminal shows it.</param>
    /// <param name="columns">The headings; one that begins with a blank is of a column of numbers.</param>
    public static Table CreateTable(bool isTerminal, params IEnumerable<string> columns)
    {
        Table table = new Table().Border(isTerminal ? TableBorder.Rounded : TableBorder.None);
        foreach (string column in columns)
        {
            bool isNumber = column.StartsWith(' ');
            table.AddColumn(new TableColumn(new Text(column.Trim()))
            {
                Alignment = isNumber ? Justify.Right : Justify.Left,
                NoWrap = true,
                Padding = isTerminal ? new Padding(1, 0) : new Padding(0, 0, 2, 0),
            });
        }

        return table;
    }

    /// <summary>Prints a table: with lines if the terminal is wide enough, else as plain text, in parts if need be.</summary>
    public static void Write(CliContext context, TableText text)
    {
        const int Lines = 3;
        IAnsiConsole console = ForOutput(context);
        int width = console.Profile.Width;
        if (context.OutIsTerminal && text.Widths().Sum(column => column + Lines) + 1 <= width)
        {
            Table table = CreateTable(isTerminal: true, text.Columns);
            foreach (string[] row in text.Rows)
            {
                table.AddRow(row.Select(cell => new Text(cell)));
            }

            console.Write(table);
            return;
        }

        foreach (string line in text.Lines(width))
        {
            context.Out.WriteLine(line);
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        Out = new Output(writer, isTerminal),

        // They turn colours on for the logs of some CI services, terminal or not.
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });

    private sealed class Output(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        /// <summary>Wide enough for every table: in a pipe nothing is wrapped.</summary>
        private const int PipeWidth = 10_000;

        private const int DefaultWidth = 80;
        private const int DefaultHeight = 24;

        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => isTerminal ? Positive(static () => Console.BufferWidth, DefaultWidth) : PipeWidth;

        public int Height => isTerminal ? Positive(static () => Console.WindowHeight, DefaultHeight) : DefaultHeight;

        public void SetEncoding(Encoding encoding)
        {
        }

        /// <summary>A terminal that does not tell its size says 0 or throws.</summary>
        private static int Positive(Func<int> size, int otherwise)
        {
            try
            {
                return size() is > 0 and var value ? value : otherwise;
            }
            catch (IOException)
            {
                return otherwise;
            }
        }
    }
}
