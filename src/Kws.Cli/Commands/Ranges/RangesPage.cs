using Kws.Cli.Output;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>Makes a picture of every layer, and one page that holds all pictures and tables and needs nothing else.</summary>
internal static class RangesPage
{
    private const string PageName = "ranges.html";

    private const string Style = """
        body { font: 15px/1.5 sans-serif; max-width: 80em; margin: 2em auto; padding: 0 1em; color: #222 }
        table { border-collapse: collapse; margin: 1em 0; font-size: 13px }
        th, td { padding: 0.2em 0.7em; border-bottom: 1px solid #ddd; text-align: left }
        .number { text-align: right; font-variant-numeric: tabular-nums }
        svg { max-width: 100%; height: auto }
        """;

    /// <summary>The names of the files: the page, then a picture a layer.</summary>
    public static IEnumerable<string> Names(Network network) =>
        [PageName, .. network.Layers.Select((layer, i) => $"{i + 1}-{layer.Name.Replace('/', '-')}.svg")];

    /// <summary>The content of the files, in the same order.</summary>
    public static IEnumerable<string> Texts(RangeReport report)
    {
        string[] pictures = [.. report.Proven.Select((layer, i) => RangesPlot.Svg(layer, report.Observed?.Layers[i]))];
        using var page = new StringWriter { NewLine = "\n" };
        WritePage(page, report, pictures);
        return [page.ToString(), .. pictures];
    }

    private static void WritePage(TextWriter writer, RangeReport report, IEnumerable<string> pictures)
    {
        writer.WriteLine("<!DOCTYPE html>");
        writer.WriteLine("<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>Ranges</title>");
        writer.WriteLine($"<style>{Style}</style></head><body>");
        writer.WriteLine("<h1>Ranges</h1>");
        HtmlText.WriteText(writer, "p", $"model_size_info {report.Model.Network}; {RangesTables.Summary(report)}");
        if (RangesTables.FrontEnd(report) is { } frontEnd)
        {
            HtmlText.WriteText(writer, "h2", "Front end");
            HtmlText.WriteTable(writer, frontEnd);
        }

        HtmlText.WriteText(writer, "h2", "Least and greatest values");
        HtmlText.WriteTable(writer, RangesTables.Ranges(report));
        HtmlText.WriteText(writer, "h2", "Bits");
        HtmlText.WriteTable(writer, RangesTables.Bits(report));
        if (RangesTables.Inside(report) is { } inside)
        {
            HtmlText.WriteText(writer, "h2", "Inside recurrent layers");
            HtmlText.WriteTable(writer, inside);
        }

        if (report.Observed is not null)
        {
            HtmlText.WriteText(writer, "h2", "Percentiles of what was observed");
            HtmlText.WriteTable(writer, RangesTables.Percentiles(report));
        }

        foreach (string note in RangesTables.Notes(report))
        {
            HtmlText.WriteText(writer, "p", note);
        }

        HtmlText.WriteText(writer, "h2", "Values of every layer");
        foreach ((int number, string picture) in pictures.Index())
        {
            writer.WriteLine($"<figure>{Inline(picture, number)}</figure>");
        }

        HtmlText.WriteText(writer, "h2", "Bits of every channel");
        HtmlText.WriteTable(writer, RangesTables.ChannelBits(report));
        writer.WriteLine("</body></html>");
    }

    /// <summary>A picture as an element of a page: without the declaration of a file, and with names that no other picture has.</summary>
    private static string Inline(string svg, int number) =>
        svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]
            .Replace("id=\"clipPath", $"id=\"picture{number}-", StringComparison.Ordinal)
            .Replace("url(#clipPath", $"url(#picture{number}-", StringComparison.Ordinal);
}
