using System.Globalization;
using System.Net;
using Kws.Cli.Output;

namespace Kws.Cli.Commands;

/// <summary>One page about a tuned rule that needs nothing else: the table, and curves over all thresholds.</summary>
internal static class TunePage
{
    private const string FalseAccepts = "false accepts per hour";

    private const string Style = """
        :root { color-scheme: light dark; --ink: #222; --paper: #fff; --line: #ddd;
          --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #cc79a7; --c4: #8a6d00; --c5: #555 }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #ddd; --paper: #16181c; --line: #3a3d44;
            --c0: #56b4e9; --c1: #e69f00; --c2: #2fc495; --c3: #e6a1c8; --c4: #f0e442; --c5: #aaa }
        }
        body { font: 15px/1.5 sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; color: var(--ink); background: var(--paper) }
        table { border-collapse: collapse; margin: 1em 0; display: block; overflow-x: auto }
        th, td { padding: 0.25em 0.6em; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap }
        .number { text-align: right; font-variant-numeric: tabular-nums }
        figure { margin: 1.5em 0; max-width: 45em }
        svg { width: 100%; height: auto; font: 12px sans-serif; fill: var(--ink) }
        .grid { stroke: var(--line) }
        .word0 { --own: var(--c0) } .word1 { --own: var(--c1) } .word2 { --own: var(--c2) }
        .word3 { --own: var(--c3) } .word4 { --own: var(--c4) } .word5 { --own: var(--c5) }
        .curve { fill: none; stroke: var(--own); stroke-width: 2 }
        .point { fill: var(--own) }
        .chosen { fill: var(--paper); stroke: var(--own); stroke-width: 3 }
        .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.3em 1.5em }
        .legend li::before { content: ""; display: inline-block; width: 1.5em; height: 0.3em; margin-right: 0.5em; vertical-align: middle;
          background: var(--own) }
        """;

    public static void Write(TextWriter writer, TuneResult result)
    {
        string title = $"Detection of {string.Join(", ", result.Words.Select(word => word.Name))}";
        writer.WriteLine("<!DOCTYPE html>");
        writer.WriteLine("<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
        writer.WriteLine("<meta name=\"viewport\" content=\"width=device-width\"/>");
        writer.WriteLine($"<title>{WebUtility.HtmlEncode(title)}</title><style>{Style}</style></head><body>");
        HtmlText.WriteText(writer, "h1", title);
        foreach (string line in TuneTables.Summary(result).Concat(TuneTables.Failures(result)))
        {
            HtmlText.WriteText(writer, "p", line);
        }

        HtmlText.WriteTable(writer, TuneTables.Words(result));
        HtmlText.WriteText(writer, "p", TuneTables.Notes(result));
        PictureAxis rate = PictureAxis.Rate(
            FalseAccepts,
            1 / result.Tuner.Hours,
            result.Words.Max(word => word.Curve.Max(at => result.PerHour(at.Counts))));
        if (result.HasLabels)
        {
            WriteFigure(
                writer, result, "Misses against false accepts: a point for each threshold, a circle for the one that was chosen.",
                new(rate, new("misses per 100", [0, 20, 40, 60, 80, 100], IsLogarithmic: false)),
                word => word.Spoken > 0,
                (word, at) => (result.PerHour(at.Counts), word.Misses(at)!.Value));
        }

        WriteFigure(
            writer, result, "False accepts at each threshold; the circle is the one that was chosen.",
            new(new("threshold", [0, 0.2, 0.4, 0.6, 0.8, 1], IsLogarithmic: false), rate),
            _ => true,
            (_, at) => (at.Threshold, result.PerHour(at.Counts)));
        HtmlText.WriteText(
            writer, "p", "The curves are those of each word as the only keyword. The circles and the table are of all keywords together.");
        writer.WriteLine("</body></html>");
    }

    private static void WriteFigure(
        TextWriter writer,
        TuneResult result,
        string caption,
        TradeOffPicture picture,
        Func<TunedWord, bool> isShown,
        Func<TunedWord, ThresholdCounts, (double X, double Y)> place)
    {
        TunedWord[] words = [.. result.Words.Where(isShown)];
        writer.WriteLine("<figure>");
        picture.Write(writer, words.Select(word => new TradeOffPicture.Curve(
            [.. word.Curve.Select(at => Point(word, at))], Point(word, word.After))));
        writer.WriteLine("<ul class=\"legend\">");
        foreach ((int index, TunedWord word) in words.Index())
        {
            writer.WriteLine($"<li class=\"word{index % TradeOffPicture.Colours}\">{WebUtility.HtmlEncode(word.Name)}</li>");
        }

        writer.WriteLine("</ul>");
        writer.WriteLine($"<figcaption>{caption}</figcaption></figure>");

        (double, double, string) Point(TunedWord word, ThresholdCounts at)
        {
            (double x, double y) = place(word, at);
            string misses = word.Misses(at) is { } known ? Invariant($"{known:0.##} misses per 100, ") : "";
            return (x, y, Invariant($"{word.Name} from {at.Threshold}: {misses}{result.PerHour(at.Counts):0.##} {FalseAccepts}"));
        }
    }

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
