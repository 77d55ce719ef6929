using System.Net;

namespace Kws.Cli.Output;

/// <summary>Writes elements of a page.</summary>
internal static class HtmlText
{
    public static void WriteText(TextWriter writer, string element, string text) =>
        writer.WriteLine($"<{element}>{WebUtility.HtmlEncode(text)}</{element}>");

    public static void WriteTable(TextWriter writer, TableText table)
    {
        writer.WriteLine("<table>");
        if (table.Groups.Any(group => group.Title.Length > 0))
        {
            string titles = string.Concat(table.Groups.Select(
                group => $"<th colspan=\"{group.Columns.Length}\">{WebUtility.HtmlEncode(group.Title)}</th>"));
            writer.WriteLine($"<tr><th colspan=\"{table.Keys.Length}\"></th>{titles}</tr>");
        }

        WriteRow(writer, "th", table, table.Columns);
        foreach (Cell[] row in table.Rows)
        {
            WriteRow(writer, "td", table, row.Select(cell => cell.Text));
        }

        writer.WriteLine("</table>");
    }

    private static void WriteRow(TextWriter writer, string element, TableText table, IEnumerable<string> cells)
    {
        writer.Write("<tr>");
        foreach ((string cell, string column) in cells.Zip(table.Columns))
        {
            string number = column.StartsWith(' ') ? " class=\"number\"" : "";
            writer.Write($"<{element}{number}>{WebUtility.HtmlEncode(cell.Trim())}</{element}>");
        }

        writer.WriteLine("</tr>");
    }
}
