using System.Text;

namespace Kws.Benchmarks.Results;

/// <summary>A Markdown table whose first column is text and whose others are numbers.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder _text = new();

    public MarkdownTable(params string[] header)
    {
        Add(header);
        Add([.. header.Select((_, column) => column == 0 ? "---" : "---:")]);
    }

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    public override string ToString() => _text.ToString();
}
