using System.Globalization;
using System.Net;
using Kws.Training.Data;
using Kws.Training.Runs;

namespace Kws.Cli.Commands;

/// <summary>One page about a training that needs nothing else: curves, confusion matrix, mistakes, settings.</summary>
internal static class TrainingPage
{
    private const int MostMistakes = 20;

    private const string Style = """
        :root { color-scheme: light dark; --ink: #222; --paper: #fff; --line: #ccc; --blue: #0072b2; --orange: #d55e00 }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #ddd; --paper: #16181c; --line: #444; --blue: #56b4e9; --orange: #e69f00 }
        }
        body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: var(--ink); background: var(--paper) }
        table { border-collapse: collapse; margin: 1em 0 }
        th, td { padding: 0.25em 0.8em; border-bottom: 1px solid var(--line); text-align: left; overflow-wrap: anywhere }
        .number { text-align: right; font-variant-numeric: tabular-nums }
        .curves { display: grid; grid-template-columns: repeat(auto-fit, minmax(22em, 1fr)); gap: 1em }
        figure { margin: 0 }
        svg { width: 100%; height: auto; font: 12px sans-serif; fill: var(--ink) }
        .grid { stroke: var(--line) }
        .curve { fill: none; stroke: var(--blue); stroke-width: 2 }
        .point { fill: var(--blue) }
        """;

    public static void Write(
        TextWriter writer, TrainSettings settings, SoundBank bank, TrainingOutcome outcome, ClipEvaluation testing)
    {
        string title = string.Join(", ", settings.Labels.Skip(2));
        writer.WriteLine("<!DOCTYPE html>");
        writer.WriteLine("<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
        writer.WriteLine("<meta name=\"viewport\" content=\"width=device-width\"/>");
        writer.WriteLine($"<title>{WebUtility.HtmlEncode(title)}</title><style>{Style}</style></head><body>");
        WriteText(writer, "h1", $"Training of {title}");
        WriteText(writer, "p", Summary(testing.Matrix));
        writer.WriteLine("<div class=\"curves\">");
        WriteCurve(writer, "Loss, by step", [.. outcome.Points.Select(point => ((double)point.Step, point.Loss))], "");
        WriteCurve(
            writer, "Balanced accuracy on the validation set, by step",
            [.. outcome.Points.Select(point => ((double)point.Step, 100 * point.Accuracy))], " %");
        writer.WriteLine("</div>");
        WriteText(writer, "h2", "Testing set: a row for each true class, a column for each label that the model gave");
        WriteConfusion(writer, settings.Labels, testing.Matrix);
        WriteText(writer, "h2", "Words most often mistaken");
        WriteMistakes(writer, testing.Mistakes);
        WriteText(writer, "h2", "Clips");
        WriteTable(writer, ["label", " training", " validation", " testing"], Counts(bank));
        WriteText(writer, "h2", "Settings");
        WriteTable(writer, ["setting", "value"], Settings(settings, bank));
        writer.WriteLine("</body></html>");
    }

    private static string Summary(ConfusionMatrix testing) => string.Create(
        CultureInfo.InvariantCulture,
        $"Testing set, by the integers of inference: accuracy {100 * testing.Accuracy.Value:F2} % "
        + $"({100 * testing.Accuracy.Interval?.Low:F2} to {100 * testing.Accuracy.Interval?.High:F2}), balanced accuracy "
        + $"{100 * testing.BalancedAccuracy:F2} %, {testing.Count} clips.");

    private static void WriteCurve(TextWriter writer, string caption, (double, double)[] points, string unit)
    {
        writer.WriteLine("<figure>");
        CurvePicture.Write(writer, caption, points, unit);
        writer.WriteLine($"<figcaption>{caption}</figcaption></figure>");
    }

    private static void WriteConfusion(TextWriter writer, IReadOnlyList<string> labels, ConfusionMatrix matrix)
    {
        writer.WriteLine("<table>");
        writer.WriteLine(
            $"<tr><th></th>{string.Concat(labels.Select(label => $"<th class=\"number\">{WebUtility.HtmlEncode(label)}</th>"))}"
            + "<th class=\"number\">recall</th><th class=\"number\">precision</th></tr>");
        foreach ((int truth, string label) in labels.Index())
        {
            writer.Write($"<tr><th>{WebUtility.HtmlEncode(label)}</th>");
            foreach (int predicted in Enumerable.Range(0, labels.Count))
            {
                double share = (double)matrix[truth, predicted] / Math.Max(1, matrix.Recall(truth).Total);
                string colour = truth == predicted ? "--blue" : "--orange";

                // Half of the colour at most: the number must be read on it in both schemes.
                string mix = FormattableString.Invariant($"color-mix(in srgb, var({colour}) {50 * Math.Sqrt(share):F0}%, transparent)");
                writer.Write(FormattableString.Invariant(
                    $"<td class=\"number\" style=\"background: {mix}\">{matrix[truth, predicted]}</td>"));
            }

            writer.Write($"<td class=\"number\">{Percent(matrix.Recall(truth))}</td>");
            writer.WriteLine($"<td class=\"number\">{Percent(matrix.Precision(truth))}</td></tr>");
        }

        writer.WriteLine("</table>");
    }

    private static void WriteMistakes(TextWriter writer, IReadOnlyCollection<WordMistake> mistakes)
    {
        if (mistakes.Count == 0)
        {
            WriteText(writer, "p", "None.");
            return;
        }

        WriteTable(writer, ["word", "classified as", " clips", " of all of the word"], mistakes.Take(MostMistakes).Select(mistake =>
            (string[])[mistake.Word, mistake.Predicted, Text(mistake.Part.Count), Percent(mistake.Part)]));
    }

    private static IEnumerable<string[]> Counts(SoundBank bank)
    {
        Split[] splits = Enum.GetValues<Split>();
        foreach ((int index, string label) in bank.Labels.Index())
        {
            yield return
                [label, .. splits.Select(split => Text(bank.Clips.Count(clip => clip.Label == index && clip.Split == split)))];
        }

        yield return ["noise (files and pieces)", .. splits.Select(split => Text(bank.NoiseCount(split)))];
        yield return ["running speech (files and pieces)", .. splits.Select(split => Text(bank.SpeechCount(split)))];
    }

    private static IEnumerable<string[]> Settings(TrainSettings settings, SoundBank bank) =>
    [
        ["data", string.Join(' ', settings.Data)],
        ["--noise", string.Join(' ', settings.Noise)],
        ["--negatives", string.Join(' ', settings.Negatives)],
        ["files left out", Text(bank.Skipped.Length)],
        .. settings.RunOptions(bank).Settings.Select(setting => (string[])[setting.Name, setting.Value]),
    ];

    private static void WriteTable(TextWriter writer, string[] headings, IEnumerable<string[]> rows)
    {
        writer.WriteLine("<table>");
        WriteRow(writer, "th", headings, headings);
        foreach (string[] row in rows)
        {
            WriteRow(writer, "td", headings, row);
        }

        writer.WriteLine("</table>");
    }

    private static void WriteRow(TextWriter writer, string element, string[] headings, string[] cells) =>
        writer.WriteLine($"<tr>{string.Concat(cells.Zip(headings, (cell, heading) =>
            $"<{element}{(heading.StartsWith(' ') ? " class=\"number\"" : "")}>{WebUtility.HtmlEncode(cell.Trim())}</{element}>"))}</tr>");

    private static void WriteText(TextWriter writer, string element, string text) =>
        writer.WriteLine($"<{element}>{WebUtility.HtmlEncode(text)}</{element}>");

    private static string Percent(Proportion proportion) =>
        proportion.Value is { } value ? FormattableString.Invariant($"{100 * value:F1} %") : "-";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
