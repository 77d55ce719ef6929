using System.Globalization;
using Kws.Analysis.Widths;
using Kws.Model;

namespace Kws.Cli.Output;

/// <summary>Prints a study of widths for people.</summary>
internal static class WidthTables
{
    public static void Write(CliContext context, DsCnnTopology topology, WidthStudyResult result)
    {
        context.Out.WriteLine($"{NumberText.Count(result.Count, "fingerprint")}, accuracy {Percent(result, result.Right)} %");
        Print(
            context,
            "Bits of two's complement that the finished values and the sums of each layer need, and at how many they can be saturated, sums at "
            + "every addition:",
            Summary(topology, result));
        Print(
            context, "Accuracy in % with the finished values of one layer saturated, its accumulator as wide as it needs:",
            Changed(topology, result, ChangeKind.Values));
        Print(
            context, "Accuracy in % with the accumulator of one layer saturated at every addition:",
            Changed(topology, result, ChangeKind.Sums));
        Print(
            context, "Accuracy in % with another shift of one floor division, biases as they are:",
            Changed(topology, result, ChangeKind.Shift));
    }

    private static void Print(CliContext context, string heading, TableText table)
    {
        context.Out.WriteLine();
        context.Out.WriteLine(heading);
        SpectreConsole.Write(context, table);
    }

    private static TableText Summary(DsCnnTopology topology, WidthStudyResult result) => new(
        ["layer"],
        [[" all values", " no loss", " 0.5 points at most"], [" all sums", " no loss", " 0.5 points at most"]],
        [
            .. topology.Layers.Select((layer, index) => (string[])[
                layer.Name, .. Bits(result.Values, index), .. layer.Weights is null ? ["", "", ""] : Bits(result.Sums, index)]),
            ["accuracy with all of them at once, %", .. Together(result, result.Values), .. Together(result, result.Sums)],
        ]);

    private static string[] Bits(WidthChoices choices, int layer) =>
        [$"{choices.ObservedBits[layer]}", $"{choices.Lossless.Bits[layer]}", $"{choices.NearlyLossless.Bits[layer]}"];

    private static string[] Together(WidthStudyResult result, WidthChoices choices) =>
        [Percent(result, result.Right), Percent(result, choices.Lossless.Right), Percent(result, choices.NearlyLossless.Right)];

    /// <summary>A row for every number of bits, or shift, that was tried; a column for every layer that was changed.</summary>
    private static TableText Changed(DsCnnTopology topology, WidthStudyResult result, ChangeKind kind)
    {
        ChangeResult[] changes = [.. result.Changes.Where(change => change.Change.Kind == kind)];
        int[] layers = [.. changes.Select(change => change.Change.Layer).Distinct()];
        IEnumerable<int> numbers = changes.Select(change => change.Change.Number).Distinct();
        numbers = kind == ChangeKind.Shift ? numbers.Order() : numbers.OrderDescending();
        return new TableText(
            [kind == ChangeKind.Shift ? " shift" : " bits"],
            [.. layers.Select(layer => (string[])[$" {topology.Layers[layer].Name}"])],
            [.. numbers.Select(number => (string[])[$"{number}", .. layers.Select(layer => Cell(layer, number))])]);

        string Cell(int layer, int number) =>
            kind == ChangeKind.Shift && topology.Layers[layer].Shift == number ? Percent(result, result.Right)
            : changes.FirstOrDefault(change => (change.Change.Layer, change.Change.Number) == (layer, number)) is { } found
                ? Percent(result, found.Right)
            : "";
    }

    private static string Percent(WidthStudyResult result, int? right) =>
        right is { } count ? (100.0 * count / result.Count).ToString("F2", CultureInfo.InvariantCulture) : "overflow";
}
