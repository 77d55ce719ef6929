using System.Globalization;
using System.Net;
using Kws.Cli.Output;
using Kws.Training.Data;
using Kws.Training.Runs;

namespace Kws.Cli.Commands;

/// <summary>One page about a training: curves, confusion matrix, mistakes, detections in a stream, settings.</summary>
internal static class TrainingPage
{
    private const int MostMistakes = 20;

    public static void Write(
        TextWriter writer,
        TrainSettings settings,
        SoundBank bank,
        TrainingOutcome outcome,
        ClipEvaluation testing,
        StreamResult stream) => HtmlPage.Write(writer, $"Training of {string.Join(", ", settings.Labels.Skip(2))}", () =>
    {
        HtmlText.WriteText(writer, "p", Summary(testing.Matrix));
        writer.WriteLine("<div class=\"pictures\">");
        WriteCurve(writer, "loss", [.. outcome.Points.Select(point => ((double)point.Step, point.Loss))]);
        WriteCurve(
            writer, "balanced accuracy in validation, %",
            [.. outcome.Points.Select(point => ((double)point.Step, 100 * point.Accuracy))]);
        writer.WriteLine("</div>");
        HtmlText.WriteText(writer, "h2", "Testing set: a row for each true class, a column for each label that the model gave");
        WriteConfusion(writer, settings.Labels, testing.Matrix);
        HtmlText.WriteText(writer, "h2", "Words most often mistaken");
        WriteMistakes(writer, testing.Mistakes);
        StreamSection.Write(writer, stream);
        HtmlText.WriteText(writer, "h2", "Clips");
        HtmlText.WriteTable(writer, new(["label"], [" training", " validation", " testing"], [.. Counts(bank)]));
        HtmlText.WriteText(writer, "h2", "Settings");
        HtmlText.WriteTable(writer, new(["setting"], ["value"], [.. Settings(settings, bank)]));
    });

    private static string Summary(ConfusionMatrix testing) => string.Create(
        CultureInfo.InvariantCulture,
        $"Testing set, by the integers of inference: accuracy {100 * testing.Accuracy.Value:F2} % "
        + $"({100 * testing.Accuracy.Interval?.Low:F2} to {100 * testing.Accuracy.Interval?.High:F2}), balanced accuracy "
        + $"{100 * testing.BalancedAccuracy:F2} %, {testing.Count} clips.");

    private static void WriteCurve(TextWriter writer, string quantity, (double Step, double Value)[] points)
    {
        writer.WriteLine("<figure>");
        var picture = new CurvePicture(
            PictureAxis.Linear("step", 0, points[^1].Step),
            PictureAxis.Linear(quantity, points.Min(point => point.Value), points.Max(point => point.Value)));
        picture.Write(writer, new Curve(
            [.. points.Select(at => new CurvePoint(at.Step, at.Value, Invariant($"step {at.Step:N0}: {quantity} {at.Value:0.####}")))]));
        writer.WriteLine("</figure>");
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
                string colour = truth == predicted ? "--c0" : "--c1";

                // Half of the colour at most: the number must be read on it in both schemes.
                string mix = Invariant($"color-mix(in srgb, var({colour}) {50 * Math.Sqrt(share):F0}%, transparent)");
                writer.Write(Invariant(
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
            HtmlText.WriteText(writer, "p", "None.");
            return;
        }

        HtmlText.WriteTable(writer, new(
            ["word"],
            ["classified as", " clips", " of all of the word"],
            [.. mistakes.Take(MostMistakes).Select(mistake =>
                (Cell[])[mistake.Word, mistake.Predicted, Text(mistake.Part.Count), Percent(mistake.Part)])]));
    }

    private static IEnumerable<Cell[]> Counts(SoundBank bank)
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

    private static IEnumerable<Cell[]> Settings(TrainSettings settings, SoundBank bank) =>
    [
        ["data", string.Join(' ', settings.Data)],
        ["--noise", string.Join(' ', settings.Noise)],
        ["--negatives", string.Join(' ', settings.Negatives)],
        ["files left out", Text(bank.Skipped.Length)],
        .. settings.RunOptions(bank).Settings.Select(setting => (Cell[])[setting.Name, setting.Value]),
    ];

    private static string Percent(Proportion proportion) =>
        proportion.Value is { } value ? Invariant($"{100 * value:F1} %") : "-";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
