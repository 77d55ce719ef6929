using System.Collections.Immutable;
using System.Globalization;
using Kws.Bulk;
using Kws.Cli.Output;

namespace Kws.Cli.Commands;

/// <summary>Counts of many fingerprints.</summary>
internal static class SummaryTables
{
    public static void Write(CliContext context, BulkSummary summary, ImmutableArray<string> labels)
    {
        var screen = new Screen(context);
        int margins = summary.Margins.AsSpan().LastIndexOfAnyExcept(0) + 1;
        screen.Write(Table("label", labels.Zip(summary.Labels), summary.Count));
        screen.WriteLine();
        screen.Write(Table("margin", Enumerable.Range(0, margins).Select(i => (Margin(i), summary.Margins[i])), summary.Count));
    }

    private static TableText Table(string key, IEnumerable<(string Name, long Count)> rows, long all) => new(
        [key],
        [" fingerprints", " part"],
        [.. rows.Select(row => (Cell[])[
            row.Name, $"{row.Count}", string.Create(CultureInfo.InvariantCulture, $"{100.0 * row.Count / Math.Max(1, all):F2} %")])]);

    private static string Margin(int bin) => bin switch
    {
        0 => "0",
        1 => "1",
        _ => $"{1L << (bin - 1)} to {(1L << bin) - 1}",
    };
}
