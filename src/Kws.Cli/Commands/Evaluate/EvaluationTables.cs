using System.Collections.Immutable;
using System.Globalization;
using Kws.Cli.Output;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>Prints an evaluation for people.</summary>
internal static class EvaluationTables
{
    public static void Write(CliContext context, ImmutableArray<string> labels, IReadOnlyList<SplitResult> splits)
    {
        var screen = new Screen(context);
        foreach (SplitResult split in splits)
        {
            if (split.Matrix.Count == 0)
            {
                screen.WriteLine($"{split.Name}: no clips");
                screen.WriteLine();
                continue;
            }

            screen.WriteLine($"{split.Name}: {Summary(split.Matrix)}");
            if (split.Unshifted is { } unshifted)
            {
                screen.WriteLine($"without floor divisions: {Summary(unshifted)}");
            }

            screen.WriteLine();
            screen.Write(Confusion(labels, split.Matrix));
            screen.WriteLine();
            screen.Write(Rates(labels, split.Matrix));
            screen.WriteLine();
        }

        screen.WriteLine("first table: a row for each true class, a column for each label that the model gave. Accuracy, recall and "
            + "precision are in %; low and high, and the numbers in brackets, are the ends of their 95 % intervals (Wilson). "
            + "Balanced accuracy: the mean of the recalls.");
    }

    /// <summary>The number of clips of each class that got each label: right ones on the diagonal.</summary>
    private static TableText Confusion(ImmutableArray<string> labels, ConfusionMatrix matrix) => new(
        ["true class"],
        [.. labels.Select(label => (ColumnGroup)$" {label}")],
        [.. labels.Select((label, truth) => (Cell[])[label, .. labels.Select((_, predicted) => Count(matrix, truth, predicted))])]);

    private static Cell Count(ConfusionMatrix matrix, int truth, int predicted)
    {
        long count = matrix[truth, predicted];
        return new(Invariant($"{count}"), count == 0 ? Tone.Plain : truth == predicted ? Tone.Good : Tone.Bad);
    }

    private static TableText Rates(ImmutableArray<string> labels, ConfusionMatrix matrix) => new(
        ["class"],
        [" clips", new("recall, %", " value", " low", " high"), new("precision, %", " value", " low", " high")],
        [.. labels.Select((label, index) => (Cell[])[
            label, Invariant($"{matrix.Recall(index).Total}"), .. Percents(matrix.Recall(index)), .. Percents(matrix.Precision(index))])]);

    private static Cell[] Percents(Proportion proportion) =>
        proportion is { Value: { } value, Interval: { } interval }
            ? [Invariant($"{100 * value:F2}"), Invariant($"{100 * interval.Low:F2}"), Invariant($"{100 * interval.High:F2}")]
            : ["-", "-", "-"];

    private static string Summary(ConfusionMatrix matrix) =>
        $"{NumberText.Count(matrix.Count, "clip")}, accuracy {Percent(matrix.Accuracy)}, "
        + Invariant($"balanced accuracy {100 * matrix.BalancedAccuracy:F2}");

    private static string Percent(Proportion proportion) =>
        proportion is { Value: { } value, Interval: { } interval }
            ? Invariant($"{100 * value:F2} ({100 * interval.Low:F2} to {100 * interval.High:F2})")
            : "-";

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
