using System.Collections.Immutable;
using System.Globalization;
using Kws.Analysis.Evaluation;
using Spectre.Console;

namespace Kws.Cli.Output;

/// <summary>Prints an evaluation for people.</summary>
internal static class EvaluationTables
{
    public static void Write(CliContext context, ImmutableArray<string> labels, IReadOnlyList<SplitResult> splits)
    {
        foreach (SplitResult split in splits)
        {
            if (split != splits[0])
            {
                context.Out.WriteLine();
            }

            if (split.Matrix.Count == 0)
            {
                context.Out.WriteLine($"{split.Name}: no clips");
                continue;
            }

            context.Out.WriteLine($"{split.Name}: {Summary(split.Matrix)}");
            if (split.Unshifted is { } unshifted)
            {
                context.Out.WriteLine($"without floor divisions: {Summary(unshifted)}");
            }

            context.Out.WriteLine();
            SpectreConsole.ForOutput(context).Write(Table(context, labels, split.Matrix));
        }

        context.Out.WriteLine();
        context.Out.WriteLine("rows: the true class; columns: what it was taken for. Recall, precision and accuracy in %, in brackets their");
        context.Out.WriteLine("95 % intervals (Wilson). Balanced accuracy: the mean of the recalls.");
    }

    private static string Summary(ConfusionMatrix matrix) =>
        Invariant($"{matrix.Count} clips, accuracy {Percent(matrix.Accuracy)}, balanced accuracy {100 * matrix.BalancedAccuracy:F2}");

    private static Table Table(CliContext context, ImmutableArray<string> labels, ConfusionMatrix matrix)
    {
        Table table = SpectreConsole.CreateTable(
            context.OutIsTerminal, ["class", .. labels.Select(label => $" {label}"), " recall", " precision"]);
        for (int truth = 0; truth < labels.Length; truth++)
        {
            int row = truth;
            table.AddRow([
                new Text(labels[row]),
                .. labels.Select((_, predicted) => new Text(Invariant($"{matrix[row, predicted]}"))),
                new Text(Percent(matrix.Recall(row))),
                new Text(Percent(matrix.Precision(row))),
            ]);
        }

        return table;
    }

    private static string Percent(Proportion proportion) =>
        proportion is { Value: { } value, Interval: { } interval }
            ? Invariant($"{100 * value:F2} ({100 * interval.Low:F2} to {100 * interval.High:F2})")
            : "-";

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
