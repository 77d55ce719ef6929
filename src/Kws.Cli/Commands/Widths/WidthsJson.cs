using System.Text.Json.Serialization;
using Kws.Hardware.Widths;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>A study of widths for programs; a count of right fingerprints is null where a value exceeds 32 bits.</summary>
internal sealed record WidthsJson(
    int Count,
    int Right,
    IEnumerable<LayerWidthsJson> Layers,
    int? RightLossless,
    int? RightNearlyLossless,
    int? RightLosslessSums,
    int? RightNearlyLosslessSums,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<SaturationJson>? Transform)
{
    public static WidthsJson Of(Network network, WidthStudyResult result, TransformWidths? transform) => new(
        result.Count,
        result.Right,
        network.Layers.Select((layer, index) => LayerWidthsJson.Of(layer, index, result)),
        result.Values.Lossless.Right,
        result.Values.NearlyLossless.Right,
        result.Sums.Lossless.Right,
        result.Sums.NearlyLossless.Right,
        transform?.Right.Select(one => new SaturationJson(one.Bits, one.Right)));
}

/// <summary>The widths of a layer; only one with weights has sums.</summary>
internal sealed record LayerWidthsJson(
    string Layer,
    int ObservedBits,
    int LosslessBits,
    int NearlyLosslessBits,
    IEnumerable<SaturationJson> Saturated,
    IEnumerable<ShiftJson> Shifted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ObservedSumBits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? LosslessSumBits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? NearlyLosslessSumBits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<SaturationJson>? SaturatedSums)
{
    public static LayerWidthsJson Of(Layer layer, int index, WidthStudyResult result)
    {
        bool hasSums = layer is AccumulatingLayer;
        return new(
            layer.Name,
            result.Values.ObservedBits[index],
            result.Values.Lossless.Bits[index],
            result.Values.NearlyLossless.Bits[index],
            Changes(ChangeKind.Values).Select(change => new SaturationJson(change.Change.Number, change.Right)),
            Changes(ChangeKind.Shift).Select(change => new ShiftJson(change.Change.Number, change.Right)),
            hasSums ? result.Sums.ObservedBits[index] : null,
            hasSums ? result.Sums.Lossless.Bits[index] : null,
            hasSums ? result.Sums.NearlyLossless.Bits[index] : null,
            hasSums ? Changes(ChangeKind.Sums).Select(change => new SaturationJson(change.Change.Number, change.Right)) : null);

        IEnumerable<ChangeResult> Changes(ChangeKind kind) =>
            result.Changes.Where(change => (change.Change.Layer, change.Change.Kind) == (index, kind));
    }
}

/// <summary>The number of right fingerprints with so many bits.</summary>
internal sealed record SaturationJson(int Bits, int? Right);

/// <summary>The number of right fingerprints after a division by another power of two.</summary>
internal sealed record ShiftJson(int Shift, int? Right);
