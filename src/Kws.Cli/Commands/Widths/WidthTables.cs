using System.Globalization;
using Kws.Cli.Output;
using Kws.Hardware.Widths;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>Prints a study of widths for people.</summary>
internal static class WidthTables
{
    public static void Write(CliContext context, Network network, WidthStudyResult result, TransformWidths? transform)
    {
        var screen = new Screen(context);
        screen.WriteLine($"{NumberText.Count(result.Count, "fingerprint")}, accuracy {Accuracy(result, result.Right).Text} %");
        Print(
            screen,
            "Bits of two's complement that the finished values and the sums of each layer need, and at how many they can be saturated, "
                + "sums at every addition:",
            Summary(network, result));
        Print(
            screen, "Accuracy in % with the finished values of one layer saturated, its accumulator as wide as it needs:",
            Changed(network, result, ChangeKind.Values));
        Print(
            screen, "Accuracy in % with the accumulator of one layer saturated at every addition:",
            Changed(network, result, ChangeKind.Sums));
        Print(
            screen, "Accuracy in % with another shift of one floor division, biases as they are:",
            Changed(network, result, ChangeKind.Shift));
        if (transform is not null)
        {
            Print(
                screen, "Accuracy in % with so many bits in the Fourier transform of the front end:", new TableText(
                    [" bits"], [" accuracy"],
                    [.. transform.Right.Select(one => (Cell[])[$"{one.Bits}", Accuracy(result, one.Right)])]));
        }
    }

    private static void Print(Screen screen, string heading, TableText table)
    {
        screen.WriteLine();
        screen.WriteLine(heading);
        screen.WriteLine();
        screen.Write(table);
    }

    private static TableText Summary(Network network, WidthStudyResult result) => new(
        ["layer"],
        [new("values", " all", " no loss", " 0.5 points at most"), new("sums", " all", " no loss", " 0.5 points at most")],
        [
            .. network.Layers.Select((layer, index) => (Cell[])[
                layer.Name, .. Bits(result.Values, index), .. layer is not AccumulatingLayer ? ["", "", ""] : Bits(result.Sums, index)]),
            ["accuracy with all of them, %", .. Together(result, result.Values), .. Together(result, result.Sums)],
        ]);

    private static Cell[] Bits(WidthChoices choices, int layer) =>
        [$"{choices.ObservedBits[layer]}", $"{choices.Lossless.Bits[layer]}", $"{choices.NearlyLossless.Bits[layer]}"];

    private static Cell[] Together(WidthStudyResult result, WidthChoices choices) =>
        [Percent(result, result.Right), Percent(result, choices.Lossless.Right), Percent(result, choices.NearlyLossless.Right)];

    /// <summary>A row for every number of bits, or shift, that was tried; a column for every layer that was changed.</summary>
    private static TableText Changed(Network network, WidthStudyResult result, ChangeKind kind)
    {
        ChangeResult[] changes = [.. result.Changes.Where(change => change.Change.Kind == kind)];
        int[] layers = [.. changes.Select(change => change.Change.Layer).Distinct()];
        IEnumerable<int> numbers = changes.Select(change => change.Change.Number).Distinct();
        numbers = kind == ChangeKind.Shift ? numbers.Order() : numbers.OrderDescending();
        return new TableText(
            [kind == ChangeKind.Shift ? " shift" : " bits"],
            [.. layers.Select(layer => (ColumnGroup)$" {network.Layers[layer].Name}")],
            [.. numbers.Select(number => (Cell[])[$"{number}", .. layers.Select(layer => CellOf(layer, number))])]);

        Cell CellOf(int layer, int number) =>
            kind == ChangeKind.Shift && network.Layers[layer] is RequantizationLayer division
                && division.Shift == number ? Percent(result, result.Right)
            : changes.FirstOrDefault(change => (change.Change.Layer, change.Change.Number) == (layer, number)) is { } found
                ? Percent(result, found.Right)
            : "";
    }

    private static Cell Percent(WidthStudyResult result, int? right) =>
        right is { } count ? Accuracy(result, count) : new("overflow", Tone.Bad);

    private static Cell Accuracy(WidthStudyResult result, int right) => new(
        (100.0 * right / result.Count).ToString("F2", CultureInfo.InvariantCulture), right >= result.Right ? Tone.Good : Tone.Plain);
}
