using System.Collections.Immutable;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Ranges;

/// <summary>Everything known about the ranges of a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Proven">Bounds for its weights.</param>
/// <param name="AnyWeights">Bounds for any weights.</param>
/// <param name="Observed">What fingerprints gave; null without any.</param>
/// <param name="Witnesses">Fingerprints that give the most extreme values known.</param>
public sealed record RangeReport(
    KwsModel Model,
    ImmutableArray<LayerRanges> Proven,
    ImmutableArray<LayerRanges> AnyWeights,
    ObservedRanges? Observed,
    ImmutableArray<Witness> Witnesses)
{
    private static readonly Quantity[] Quantities = Enum.GetValues<Quantity>();

    /// <summary>The witness of one end of a channel's quantity; null where none was searched.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="quantity">The quantity.</param>
    /// <param name="isGreatest">Which end.</param>
    public Witness? WitnessOf(int layer, int channel, Quantity quantity, bool isGreatest) =>
        Witnesses.Where(w => (w.Layer, w.Channel, w.Quantity, w.IsGreatest) == (layer, channel, quantity, isGreatest))
            .MaxBy(w => isGreatest ? w.Value : -w.Value);

    /// <summary>The values that witnesses of a layer reach, over all channels; null where there is none.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="quantity">The quantity.</param>
    public ValueRange? Witnessed(int layer, Quantity quantity) =>
        Witnesses.Where(w => (w.Layer, w.Quantity) == (layer, quantity)).Select(w => ValueRange.Of(w.Value)).ToArray() is [_, ..] values
            ? ValueRange.Union(values)
            : null;

    /// <summary>
    /// The distance of bound and witness of a layer's values, as a fraction of the largest magnitude, in the channel where it is largest;
    /// null without witnesses.
    /// </summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="quantity">The quantity.</param>
    public double? Open(int layer, Quantity quantity)
    {
        double? open = null;
        foreach (Witness witness in Witnesses.Where(w => (w.Layer, w.Quantity) == (layer, quantity)))
        {
            ValueRange range = Proven[layer].Channels[witness.Channel][quantity]!.Value;
            open = Math.Max(open ?? 0, Open(range, witness));
        }

        return open;
    }

    /// <summary>The distance of a witness from its bound, as a fraction of the largest magnitude in the range.</summary>
    /// <param name="range">The proven range.</param>
    /// <param name="witness">The witness of one of its ends.</param>
    public static double Open(ValueRange range, Witness witness)
    {
        ArgumentNullException.ThrowIfNull(witness);
        long distance = witness.IsGreatest ? range.Greatest - witness.Value : witness.Value - range.Least;
        return (double)distance / Math.Max(1, Math.Max(Math.Abs(range.Least), Math.Abs(range.Greatest)));
    }

    /// <summary>
    /// The contradictions: observed values and witnesses outside the bounds, witnesses that do not attain what they claim.
    /// </summary>
    public IEnumerable<string> Violations() => ObservedViolations().Concat(
        from fingerprint in Witnesses.GroupBy(witness => witness.Fingerprint)
        let trace = new ReferenceClassifier(Model).Trace(fingerprint.Key.AsSpan())
        from witness in fingerprint
        from violation in WitnessViolations(witness, trace)
        select violation);

    private IEnumerable<string> ObservedViolations()
    {
        foreach ((ObservedLayer observed, LayerRanges proven) in (Observed?.Layers ?? []).Zip(Proven))
        {
            foreach ((InsideRange seen, InsideRange bounds) in observed.Ranges.Inside.Zip(proven.Inside)
                .Where(pair => !pair.Second.Range.Contains(pair.First.Range)))
            {
                yield return $"{proven.Layer.Name}: {bounds.Name} observed in {seen.Range}, proven {bounds.Range}";
            }

            for (int channel = 0; channel < proven.Channels.Length; channel++)
            {
                ChannelRanges seen = observed.Ranges.Channels[channel];
                ChannelRanges bounds = proven.Channels[channel];
                string place = $"{proven.Layer.Name}, channel {channel}";
                foreach (Quantity quantity in Quantities.Where(
                    quantity => seen[quantity] is { } range && !bounds[quantity]!.Value.Contains(range)))
                {
                    yield return $"{place}: {quantity.Name()} observed in {seen[quantity]}, proven {bounds[quantity]}";
                }

                var taps = bounds.Taps.ToDictionary(tap => tap.Index);
                foreach (TapRanges tap in seen.Taps.Where(tap => !taps[tap.Index].Sum.Contains(tap.Sum)))
                {
                    yield return $"{place}: sum after product {tap.Index} observed in {tap.Sum}, proven {taps[tap.Index].Sum}";
                }
            }
        }
    }

    private IEnumerable<string> WitnessViolations(Witness witness, InferenceTrace trace)
    {
        string place = $"{Proven[witness.Layer].Layer.Name}, channel {witness.Channel}: witness of {witness.Quantity.Name()}";
        long replayed = witness.Replay(Model, trace);
        if (replayed != witness.Value)
        {
            yield return $"{place} claims {witness.Value}, the reference gives {replayed}";
        }

        ChannelRanges channel = Proven[witness.Layer].Channels[witness.Channel];
        ValueRange bounds =
            witness.Quantity == Quantity.Output ? channel.Output : channel.Taps.Single(tap => tap.Index == witness.Tap)[witness.Quantity];
        if (!bounds.Contains(ValueRange.Of(witness.Value)))
        {
            yield return $"{place} is {witness.Value}, proven {bounds}";
        }
    }
}
