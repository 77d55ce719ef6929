namespace Kws.Cli.Output;

/// <summary>Columns that belong together.</summary>
/// <param name="title">A heading above those of the columns; empty if it has none.</param>
/// <param name="columns">The headings. One that begins with a space is of a column of numbers.</param>
internal sealed class ColumnGroup(string title, params string[] columns)
{
    public string Title { get; } = title;

    public string[] Columns { get; } = columns;

    public static implicit operator ColumnGroup(string column) => new("", column);
}
