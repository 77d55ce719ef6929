using System.Globalization;
using Kws.Analysis.Widths;
using Kws.Model;
using Spectre.Console;

namespace Kws.Cli.Output;

/// <summary>Prints a study of widths for people.</summary>
internal static class WidthTables
{
    public static void Write(CliContext context, DsCnnTopology topology, WidthStudyResult result)
    {
        context.Out.WriteLine(Invariant($"{result.Count} fingerprints, accuracy {Percent(result, result.Right)} %"));
        context.Out.WriteLine();
        context.Out.WriteLine("Bits of two's complement that each layer's values need, and at how many they can be saturated:");
        Print(context, Summary(context, topology, result));
        context.Out.WriteLine();
        context.Out.WriteLine("Accuracy in % with one layer saturated:");
        Print(context, Saturated(context, topology, result));
        context.Out.WriteLine();
        context.Out.WriteLine("Accuracy in % with another shift of one floor division, biases as they are:");
        Print(context, Shifted(context, topology, result));
    }

    private static void Print(CliContext context, Table table) => SpectreConsole.ForOutput(context).Write(table);

    private static Table Summary(CliContext context, DsCnnTopology topology, WidthStudyResult result)
    {
        Table table = SpectreConsole.CreateTable(context.OutIsTerminal, "layer", " all values", " no loss", " 0.5 points at most");
        for (int layer = 0; layer < topology.Layers.Length; layer++)
        {
            AddRow(table, topology.Layers[layer].Name, $"{result.ObservedBits[layer]}", $"{result.Lossless.Bits[layer]}", $"{result.NearlyLossless.Bits[layer]}");
        }

        AddRow(
            table, "accuracy with all of them at once, %",
            Percent(result, result.Right), Percent(result, result.Lossless.Right), Percent(result, result.NearlyLossless.Right));
        return table;
    }

    private static Table Saturated(CliContext context, DsCnnTopology topology, WidthStudyResult result)
    {
        Table table = SpectreConsole.CreateTable(context.OutIsTerminal, [" bits", .. topology.Layers.Select(layer => $" {layer.Name}")]);
        ILookup<int, ChangeResult> byBits = result.Changes.Where(change => change.Change.Bits is not null).ToLookup(change => change.Change.Bits!.Value);
        foreach (IGrouping<int, ChangeResult> row in byBits.OrderByDescending(row => row.Key))
        {
            AddRow(table, [$"{row.Key}", .. topology.Layers.Select((_, layer) =>
                row.FirstOrDefault(change => change.Change.Layer == layer) is { } change ? Percent(result, change.Right) : "")]);
        }

        return table;
    }

    private static Table Shifted(CliContext context, DsCnnTopology topology, WidthStudyResult result)
    {
        int[] divisions = [.. Enumerable.Range(0, topology.Layers.Length).Where(layer => topology.Layers[layer].Kind == LayerKind.FloorDivision)];
        Table table = SpectreConsole.CreateTable(context.OutIsTerminal, [" shift", .. divisions.Select(layer => $" {topology.Layers[layer].Name}")]);
        int greatest = result.Changes.Max(change => change.Change.Shift ?? 0);
        for (int shift = 0; shift <= greatest; shift++)
        {
            AddRow(table, [$"{shift}", .. divisions.Select(layer =>
                topology.Layers[layer].Shift == shift ? Percent(result, result.Right)
                : result.Changes.FirstOrDefault(change => change.Change.Layer == layer && change.Change.Shift == shift) is { } change ? Percent(result, change.Right)
                : "")]);
        }

        return table;
    }

    private static void AddRow(Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static string Percent(WidthStudyResult result, int? right) =>
        right is { } count ? Invariant($"{100.0 * count / result.Count:F2}") : "overflow";

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
