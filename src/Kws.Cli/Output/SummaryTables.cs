using System.Collections.Immutable;
using System.Globalization;
using Kws.Bulk;

namespace Kws.Cli.Output;

/// <summary>Counts of many fingerprints.</summary>
internal static class SummaryTables
{
    public static void Write(TextWriter writer, BulkSummary summary, ImmutableArray<string> labels)
    {
        int width = Math.Max("margin".Length, Math.Max(labels.Max(label => label.Length), $"{1L << summary.Margins.Length} to".Length));
        Line("label", "fingerprints", "part");
        foreach ((string label, long count) in labels.Zip(summary.Labels))
        {
            Row(label, count);
        }

        writer.Write('\n');
        Line("margin", "fingerprints", "part");
        int last = summary.Margins.AsSpan().LastIndexOfAnyExcept(0);
        for (int i = 0; i <= last; i++)
        {
            Row(Margin(i), summary.Margins[i]);
        }

        void Row(string name, long count) =>
            Line(name, $"{count}", string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / Math.Max(1, summary.Count):F2} %"));

        void Line(string name, string count, string part) => writer.Write($"{name.PadRight(width)}  {count,12}  {part,8}\n");
    }

    private static string Margin(int bin) => bin switch
    {
        0 => "0",
        1 => "1",
        _ => $"{1L << (bin - 1)} to {(1L << bin) - 1}",
    };
}
