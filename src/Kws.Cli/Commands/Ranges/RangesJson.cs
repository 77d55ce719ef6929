using System.Text;
using System.Text.Json;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>
/// The ranges of a model for programs. The names are part of the command line's contract: docs/use/outputs.md lists the same.
/// </summary>
internal static class RangesJson
{
    private const int Digits = 6;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    /// <param name="report">The ranges.</param>
    /// <param name="seed">That of random fingerprints, if there were some.</param>
    public static string Text(RangeReport report, int? seed)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("modelSizeInfo", report.Model.Network.ToString());
            json.WriteNumber("count", report.Observed?.Count ?? 0);
            if (seed is { } number)
            {
                json.WriteNumber("seed", number);
            }
            else
            {
                json.WriteNull("seed");
            }

            json.WriteNumber("observedCount", report.Observed?.LayerCount ?? 0);
            json.WriteNumber("sampleCount", report.Observed?.SampleCount ?? 0);
            json.WriteStartArray("layers");
            for (int layer = 0; layer < report.Proven.Length; layer++)
            {
                WriteLayer(json, report, layer);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    private static void WriteLayer(Utf8JsonWriter json, RangeReport report, int index)
    {
        LayerRanges proven = report.Proven[index];
        ObservedLayer? observed = report.Observed?.Layers[index];
        json.WriteStartObject();
        json.WriteString("name", proven.Layer.Name);
        foreach (Quantity quantity in Enum.GetValues<Quantity>().Where(quantity => proven[quantity] is not null))
        {
            json.WriteStartObject(quantity.Name());
            json.WriteString("proof", RangesTables.ProofOf(report, index, quantity));
            WriteRange(json, "proven", proven[quantity]);
            WriteRange(json, "anyWeights", report.AnyWeights[index][quantity]);
            WriteRange(json, "witnessed", report.Witnessed(index, quantity));
            WriteRange(json, "observed", observed?.Ranges[quantity]);
            WriteHistogram(json, quantity switch
            {
                Quantity.Product => observed?.Products,
                Quantity.Sum => observed?.Sums,
                Quantity.Output => observed?.Outputs,
                _ => null,
            });
            json.WriteEndObject();
        }

        json.WriteStartArray("channels");
        for (int channel = 0; channel < proven.Channels.Length; channel++)
        {
            WriteChannel(json, report, index, channel);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter json, RangeReport report, int layer, int channel)
    {
        ChannelRanges proven = report.Proven[layer].Channels[channel];
        ChannelRanges? observed = report.Observed?.Layers[layer].Ranges.Channels[channel];
        json.WriteStartObject();
        foreach (Quantity quantity in Enum.GetValues<Quantity>().Where(quantity => proven[quantity] is not null))
        {
            json.WriteStartObject(quantity.Name());
            WriteRange(json, "proven", proven[quantity]);
            WriteRange(json, "observed", observed?[quantity]);
            WriteWitness(json, "leastWitness", report, layer, channel, quantity, isGreatest: false);
            WriteWitness(json, "greatestWitness", report, layer, channel, quantity, isGreatest: true);
            json.WriteEndObject();
        }

        if (!proven.Taps.IsEmpty)
        {
            var seen = observed?.Taps.ToDictionary(tap => tap.Index);
            json.WriteStartArray("taps");
            foreach (TapRanges tap in proven.Taps)
            {
                json.WriteStartObject();
                json.WriteNumber("index", tap.Index);
                json.WriteNumber("weight", tap.Weight.Least);
                WriteRange(json, "operand", tap.Input);
                WriteRange(json, "product", tap.Product);
                WriteRange(json, "sum", tap.Sum);
                WriteRange(json, "observedSum", seen is not null && seen.TryGetValue(tap.Index, out TapRanges known) ? known.Sum : null);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, string name, ValueRange? range)
    {
        if (range is { } known)
        {
            json.WriteStartObject(name);
            json.WriteNumber("least", known.Least);
            json.WriteNumber("greatest", known.Greatest);
            json.WriteNumber("bits", known.Bits);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteHistogram(Utf8JsonWriter json, Histogram? histogram)
    {
        if (histogram is null)
        {
            return;
        }

        json.WriteStartObject("percentiles");
        foreach (double share in RangesTables.Shares)
        {
            json.WriteNumber(FormattableString.Invariant($"{100 * share:0.#}"), histogram.Percentile(share));
        }

        json.WriteEndObject();
        json.WriteNumber("binWidth", histogram.Width);
        json.WriteStartArray("histogram");
        foreach ((long least, long count) in histogram.Bins)
        {
            json.WriteStartArray();
            json.WriteNumberValue(least);
            json.WriteNumberValue(count);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteWitness(
        Utf8JsonWriter json, string name, RangeReport report, int layer, int channel, Quantity quantity, bool isGreatest)
    {
        if (report.WitnessOf(layer, channel, quantity, isGreatest) is not { } witness)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("value", witness.Value);
        json.WriteNumber("apart", Math.Round(RangeReport.Open(report.Proven[layer].Channels[channel][quantity]!.Value, witness), Digits));
        json.WriteNumber("time", witness.Time);
        json.WriteNumber("frequency", witness.Frequency);
        if (witness.Tap >= 0)
        {
            json.WriteNumber("tap", witness.Tap);
        }

        json.WriteString("fingerprint", string.Join(' ', witness.Fingerprint));
        json.WriteEndObject();
    }
}
