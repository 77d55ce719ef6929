using System.Text.Json.Serialization;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>The ranges of a model for programs; the seed is that of random fingerprints, null without some.</summary>
internal sealed record RangesJson(
    string ModelSizeInfo,
    long Count,
    int? Seed,
    long ObservedCount,
    long SampleCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<FrontEndStepJson>? FrontEnd,
    IEnumerable<LayerRangesJson> Layers)
{
    public static RangesJson Of(RangeReport report, int? seed) => new(
        report.Model.Network.ToString(),
        report.Observed?.Count ?? 0,
        seed,
        report.Observed?.LayerCount ?? 0,
        report.Observed?.SampleCount ?? 0,
        report.Model.FrontEnd.Arithmetic != FrontEndArithmetic.Integers
            ? null
            : FrontEndRanges.Of(report.Model.FrontEnd).Select(FrontEndStepJson.Of),
        Enumerable.Range(0, report.Proven.Length).Select(layer => LayerRangesJson.Of(report, layer)));
}

/// <summary>The bounds of a step of an integer front end.</summary>
internal sealed record FrontEndStepJson(
    string Name, RangeJson? Operand, RangeJson? Weight, RangeJson? Product, RangeJson? Sum, RangeJson? Value)
{
    public static FrontEndStepJson Of(FrontEndStepRanges step) => new(
        step.Name, RangeJson.Of(step.Operand), RangeJson.Of(step.Weight), RangeJson.Of(step.Product), RangeJson.Of(step.Sum),
        RangeJson.Of(step.Value));
}

/// <summary>The knowledge of a layer. A quantity that it does not have is left out.</summary>
internal sealed record LayerRangesJson(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuantityJson? Operand,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuantityJson? Weight,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuantityJson? Product,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuantityJson? Sum,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuantityJson? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<InsideJson>? Inside,
    IEnumerable<ChannelRangesJson> Channels)
{
    public static LayerRangesJson Of(RangeReport report, int layer)
    {
        LayerRanges proven = report.Proven[layer];
        return new(
            proven.Layer.Name,
            QuantityJson.Of(report, layer, Quantity.Input),
            QuantityJson.Of(report, layer, Quantity.Weight),
            QuantityJson.Of(report, layer, Quantity.Product),
            QuantityJson.Of(report, layer, Quantity.Sum),
            QuantityJson.Of(report, layer, Quantity.Output),
            proven.Inside.IsEmpty ? null : Enumerable.Range(0, proven.Inside.Length).Select(index => InsideJson.Of(report, layer, index)),
            Enumerable.Range(0, proven.Channels.Length).Select(channel => ChannelRangesJson.Of(report, layer, channel)));
    }
}

/// <summary>
/// The knowledge of a quantity of a layer; null is what nothing tells. Percentiles (percent and value) and histogram (pairs of the least
/// value of a bin and its count) are left out of what is not counted.
/// </summary>
internal sealed record QuantityJson(
    string Proof,
    RangeJson? Proven,
    RangeJson? AnyWeights,
    RangeJson? Witnessed,
    RangeJson? Observed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, long>? Percentiles,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BinWidth,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<long[]>? Histogram)
{
    public static QuantityJson? Of(RangeReport report, int layer, Quantity quantity)
    {
        if (report.Proven[layer][quantity] is not { } proven)
        {
            return null;
        }

        ObservedLayer? observed = report.Observed?.Layers[layer];
        Histogram? histogram = quantity switch
        {
            Quantity.Product => observed?.Products,
            Quantity.Sum => observed?.Sums,
            Quantity.Output => observed?.Outputs,
            _ => null,
        };
        return new(
            RangesTables.ProofOf(report, layer, quantity),
            RangeJson.Of(proven),
            RangeJson.Of(report.AnyWeights[layer][quantity]),
            RangeJson.Of(report.Witnessed(layer, quantity)),
            RangeJson.Of(observed?.Ranges[quantity]),
            histogram is null ? null : RangesTables.Shares.ToDictionary(
                share => FormattableString.Invariant($"{100 * share:0.#}"), share => histogram.Percentile(share)),
            histogram?.Width,
            histogram?.Bins.Select(bin => new long[] { bin.Least, bin.Count }));
    }
}

/// <summary>The knowledge of a channel. Its taps are its weights with what is multiplied by them; left out where there are none.</summary>
internal sealed record ChannelRangesJson(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChannelQuantityJson? Operand,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChannelQuantityJson? Weight,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChannelQuantityJson? Product,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChannelQuantityJson? Sum,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChannelQuantityJson? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<TapJson>? Taps)
{
    public static ChannelRangesJson Of(RangeReport report, int layer, int channel)
    {
        ChannelRanges proven = report.Proven[layer].Channels[channel];
        var seen = report.Observed?.Layers[layer].Ranges.Channels[channel].Taps.ToDictionary(tap => tap.Index, tap => tap.Sum);
        return new(
            ChannelQuantityJson.Of(report, layer, channel, Quantity.Input),
            ChannelQuantityJson.Of(report, layer, channel, Quantity.Weight),
            ChannelQuantityJson.Of(report, layer, channel, Quantity.Product),
            ChannelQuantityJson.Of(report, layer, channel, Quantity.Sum),
            ChannelQuantityJson.Of(report, layer, channel, Quantity.Output),
            proven.Taps.IsEmpty ? null : proven.Taps.Select(tap => new TapJson(
                tap.Index,
                tap.Weight.Least,
                RangeJson.Of(tap.Input),
                RangeJson.Of(tap.Product),
                RangeJson.Of(tap.Sum),
                seen is not null && seen.TryGetValue(tap.Index, out ValueRange sum) ? RangeJson.Of(sum) : null)));
    }
}

/// <summary>The knowledge of a quantity of a channel.</summary>
internal sealed record ChannelQuantityJson(
    RangeJson? Proven, RangeJson? Observed, WitnessJson? LeastWitness, WitnessJson? GreatestWitness)
{
    public static ChannelQuantityJson? Of(RangeReport report, int layer, int channel, Quantity quantity) =>
        report.Proven[layer].Channels[channel][quantity] is not { } proven
            ? null
            : new(
                RangeJson.Of(proven),
                RangeJson.Of(report.Observed?.Layers[layer].Ranges.Channels[channel][quantity]),
                WitnessJson.Of(report.WitnessOf(layer, channel, quantity, isGreatest: false), proven),
                WitnessJson.Of(report.WitnessOf(layer, channel, quantity, isGreatest: true), proven));
}

/// <summary>The knowledge of a weight.</summary>
internal sealed record TapJson(
    int Index, long Weight, RangeJson? Operand, RangeJson? Product, RangeJson? Sum, RangeJson? ObservedSum);

/// <summary>The knowledge of a sum or a state inside a recurrent layer.</summary>
internal sealed record InsideJson(string Name, RangeJson? Proven, RangeJson? AnyWeights, RangeJson? Observed)
{
    public static InsideJson Of(RangeReport report, int layer, int index) => new(
        report.Proven[layer].Inside[index].Name,
        RangeJson.Of(report.Proven[layer].Inside[index].Range),
        RangeJson.Of(report.AnyWeights[layer].Inside[index].Range),
        RangeJson.Of(report.Observed?.Layers[layer].Ranges.Inside[index].Range));
}

/// <summary>A range of values with the fewest bits that hold it.</summary>
internal sealed record RangeJson(long Least, long Greatest, int Bits)
{
    public static RangeJson? Of(ValueRange? range) => range is { } known ? new(known.Least, known.Greatest, known.Bits) : null;
}

/// <summary>
/// A fingerprint that gives the most extreme value known, and how far apart from the bound that is. The tap is the weight behind which a
/// sum is; left out for other quantities.
/// </summary>
internal sealed record WitnessJson(
    long Value,
    double Apart,
    int Time,
    int Frequency,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Tap,
    string Fingerprint)
{
    private const int Digits = 6;

    public static WitnessJson? Of(Witness? witness, ValueRange proven) => witness is null ? null : new(
        witness.Value,
        Math.Round(RangeReport.Open(proven, witness), Digits),
        witness.Time,
        witness.Frequency,
        witness.Tap >= 0 ? witness.Tap : null,
        string.Join(' ', witness.Fingerprint));
}
