using System.Globalization;
using Kws.Cli.Output;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>Prints the ranges of a model for people: all channels of a layer together.</summary>
internal static class RangesTables
{
    /// <summary>The shares below which percentiles say how many values lie.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.001, 0.01, 0.5, 0.99, 0.999];

    public static void Write(CliContext context, RangeReport report)
    {
        var screen = new Screen(context);
        screen.WriteLine(Summary(report));
        TableText[] inside = Inside(report) is { } recurrent ? [recurrent] : [];
        TableText[] observed = report.Observed is null ? [] : [Percentiles(report)];
        TableText[] sound = FrontEnd(report) is { } steps ? [steps] : [];
        foreach (TableText table in (TableText[])[.. sound, Ranges(report), Bits(report), .. inside, .. observed])
        {
            screen.WriteLine();
            screen.Write(table);
        }

        foreach (string note in Notes(report))
        {
            screen.WriteLine();
            screen.WriteLine(note);
        }
    }

    public static string Summary(RangeReport report) => report.Observed is { } observed
        ? Invariant($"observed: {NumberText.Count(observed.Count, "fingerprint")}, layers' values of {observed.LayerCount}, ")
            + Invariant($"operands, products, sums and percentiles of {observed.SampleCount} spread over them")
        : "observed: no fingerprint";

    public static IEnumerable<string> Notes(RangeReport report)
    {
        yield return "proof: exact (attained), linear (layers before as one linear form, plus what floor divisions can add), "
            + "frames (each frame of the fingerprint at its worst), interval (each input at its worst).";
        yield return "apart: how far bound and witness are from each other in the worst channel, in % of the channel's greatest magnitude.";
        yield return "bits: two's complement; a multiplier takes operand and weight, an adder holds every sum in the order of the "
            + "reference's loops.";
        if (report.Model.FrontEnd.Arithmetic == FrontEndArithmetic.Integers)
        {
            yield return "front end: proven for any sound of 16 bits; the steps are those of docs/explain/integer-front-end.md.";
        }

        if (report.Proven.FirstOrDefault(layer => !report.Witnesses.Any(w => report.Proven[w.Layer] == layer)) is { } without)
        {
            yield return $"no witnesses from {without.Layer.Name} on: every fingerprint tried has a value beyond 32 bits.";
        }

        if (report.Proven.FirstOrDefault(layer => layer.Layer is RecurrentLayer) is { } recurrent)
        {
            yield return "inside: the accumulator of a gate's products with the recurrent weights, and the gate's sum, which has 18 bits "
                + "behind the binary point, for parts added in any order; states are saturated to 16 bits.";
            yield return $"witnesses from {recurrent.Layer.Name} on: the most extreme of random and given fingerprints, without a search.";
        }

        if (report.Proven.FirstOrDefault(layer => layer[Quantity.Sum] is { } sum && !ValueRange.Word.Contains(sum)) is { } wide)
        {
            yield return $"{wide.Layer.Name}: sums may exceed 32 bits; the reference refuses such a value, so that layers behind it "
                + "count with 32 bits.";
        }
    }

    /// <summary>Least and greatest of every quantity but the weights.</summary>
    public static TableText Ranges(RangeReport report) => new(
        ["layer", "quantity"],
        [
            new("proven", "by", " least", " greatest"),
            new("witness", " least", " greatest", " apart, %"),
            .. report.Observed is null ? [] : (ColumnGroup[])[new("observed", " least", " greatest")],
        ],
        [.. from index in Enumerable.Range(0, report.Proven.Length)
        let layer = report.Proven[index]
        from quantity in (Quantity[])[Quantity.Input, Quantity.Product, Quantity.Sum, Quantity.Output]
        let range = layer[quantity]
        where range is not null
        let witness = report.Witnessed(index, quantity)
        let seen = report.Observed?.Layers[index].Ranges[quantity]
        select (Cell[])[
            layer.Layer.Name, quantity.Name(), ProofOf(report, index, quantity), Text(range?.Least), Text(range?.Greatest),
            Text(witness?.Least), Text(witness?.Greatest), Percent(report.Open(index, quantity)),
            .. report.Observed is null ? [] : (Cell[])[Text(seen?.Least), Text(seen?.Greatest)]]]);

    /// <summary>Multipliers and adders apart, for these weights and for any.</summary>
    public static TableText Bits(RangeReport report) => new(
        ["bits"],
        [
            new("these weights", " operand", " weight", " product", " adder", " value"),
            new("any weights", " operand", " weight", " product", " adder", " value"),
            .. report.Observed is null ? [] : (ColumnGroup[])[new("observed", " operand", " product", " adder", " value")],
        ],
        [.. report.Proven.Select((layer, index) => (Cell[])[
            layer.Layer.Name,
            .. Enum.GetValues<Quantity>().Select(quantity => Text(layer[quantity]?.Bits)),
            .. Enum.GetValues<Quantity>().Select(quantity => Text(report.AnyWeights[index][quantity]?.Bits)),
            .. report.Observed is not { } observed ? [] : Enum.GetValues<Quantity>().Where(quantity => quantity != Quantity.Weight)
                .Select(quantity => Text(observed.Layers[index].Ranges[quantity]?.Bits))])]);

    /// <summary>The sums and states inside recurrent layers; null if there is none.</summary>
    public static TableText? Inside(RangeReport report) => report.Proven.All(layer => layer.Inside.IsEmpty) ? null : new(
        ["layer", "inside"],
        [
            new("these weights", " least", " greatest", " bits"),
            new("any weights", " bits"),
            .. report.Observed is null ? [] : (ColumnGroup[])[new("observed", " least", " greatest", " bits")],
        ],
        [.. from layer in report.Proven.Index()
        from quantity in layer.Item.Inside.Index()
        let range = quantity.Item.Range
        let seen = report.Observed?.Layers[layer.Index].Ranges.Inside[quantity.Index].Range
        select (Cell[])[
            layer.Item.Layer.Name, quantity.Item.Name, Text(range.Least), Text(range.Greatest), Text(range.Bits),
            Text(report.AnyWeights[layer.Index].Inside[quantity.Index].Range.Bits),
            .. report.Observed is null ? [] : (Cell[])[Text(seen?.Least), Text(seen?.Greatest), Text(seen?.Bits)]]]);

    /// <summary>The steps of an integer front end, with a circuit's multipliers and adders; null for another one.</summary>
    public static TableText? FrontEnd(RangeReport report) => report.Model.FrontEnd.Arithmetic != FrontEndArithmetic.Integers ? null : new(
        ["front end"],
        [
            new("bits", " operand", " weight", " product", " adder", " value"),
            new("value", " least", " greatest"),
            new("adder", " least", " greatest"),
        ],
        [.. FrontEndRanges.Of(report.Model.FrontEnd).Select(step => (Cell[])[
            step.Name,
            .. Enum.GetValues<Quantity>().Select(quantity => Text(step[quantity]?.Bits)),
            Text(step.Value.Least), Text(step.Value.Greatest), Text(step.Sum?.Least), Text(step.Sum?.Greatest)])]);

    /// <summary>The same for every channel, with the bounds of its values: hardware may give each its own width.</summary>
    public static TableText ChannelBits(RangeReport report) => new(
        ["layer", " channel"],
        [
            new("bits", " operand", " weight", " product", " adder", " value"),
            new("sum", " least", " greatest"),
            new("value", " least", " greatest"),
        ],
        [.. from layer in report.Proven
        from channel in layer.Channels.Select((ranges, index) => (Ranges: ranges, Index: index))
        let sum = channel.Ranges[Quantity.Sum]
        select (Cell[])[
            layer.Layer.Name, $"{channel.Index}",
            .. Enum.GetValues<Quantity>().Select(quantity => Text(channel.Ranges[quantity]?.Bits)),
            Text(sum?.Least), Text(sum?.Greatest), Text(channel.Ranges.Output.Least), Text(channel.Ranges.Output.Greatest)]]);

    /// <summary>The share of the observed values that lies below each value.</summary>
    public static TableText Percentiles(RangeReport report) => new(
        ["layer", "quantity"],
        [new("at most this", [.. Shares.Select(share => Invariant($" {100 * share:0.#} %"))])],
        [.. from layer in report.Observed!.Layers
        from counted in new (Quantity Quantity, Histogram? Counts)[]
        {
            (Quantity.Product, layer.Products), (Quantity.Sum, layer.Sums), (Quantity.Output, layer.Outputs),
        }
        where counted.Counts is not null
        select (Cell[])[
            layer.Ranges.Layer.Name, counted.Quantity.Name(), .. Shares.Select(share => Text(counted.Counts.Percentile(share)))]]);

    public static string ProofOf(RangeReport report, int layer, Quantity quantity)
    {
        // Operands and products are as good as what the layer before puts out.
        RangeMethod method = quantity is Quantity.Input or Quantity.Product
            ? layer == 0 ? RangeMethod.Exact : report.Proven[layer - 1].Method
            : report.Proven[layer].Method;
        return method.ToString().ToLowerInvariant();
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Percent(double? fraction) => fraction is { } value ? Invariant($"{100 * value:F2}") : "-";

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
