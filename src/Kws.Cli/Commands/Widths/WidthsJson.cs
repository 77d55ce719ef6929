using System.Text;
using System.Text.Json;
using Kws.Hardware.Widths;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>
/// Prints a study of widths for programs. The names are part of the command line's contract: docs/use/outputs.md lists the same.
/// </summary>
internal static class WidthsJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    public static void Write(TextWriter output, Network network, WidthStudyResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("count", result.Count);
            json.WriteNumber("right", result.Right);
            json.WriteStartArray("layers");
            for (int layer = 0; layer < network.Layers.Length; layer++)
            {
                WriteLayer(json, network, result, layer);
            }

            json.WriteEndArray();
            WriteRight(json, "rightLossless", result.Values.Lossless.Right);
            WriteRight(json, "rightNearlyLossless", result.Values.NearlyLossless.Right);
            WriteRight(json, "rightLosslessSums", result.Sums.Lossless.Right);
            WriteRight(json, "rightNearlyLosslessSums", result.Sums.NearlyLossless.Right);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void WriteLayer(Utf8JsonWriter json, Network network, WidthStudyResult result, int layer)
    {
        json.WriteStartObject();
        json.WriteString("layer", network.Layers[layer].Name);
        json.WriteNumber("observedBits", result.Values.ObservedBits[layer]);
        json.WriteNumber("losslessBits", result.Values.Lossless.Bits[layer]);
        json.WriteNumber("nearlyLosslessBits", result.Values.NearlyLossless.Bits[layer]);
        WriteChanges(json, "saturated", "bits", result, layer, ChangeKind.Values);
        WriteChanges(json, "shifted", "shift", result, layer, ChangeKind.Shift);
        if (network.Layers[layer] is AccumulatingLayer)
        {
            json.WriteNumber("observedSumBits", result.Sums.ObservedBits[layer]);
            json.WriteNumber("losslessSumBits", result.Sums.Lossless.Bits[layer]);
            json.WriteNumber("nearlyLosslessSumBits", result.Sums.NearlyLossless.Bits[layer]);
            WriteChanges(json, "saturatedSums", "bits", result, layer, ChangeKind.Sums);
        }

        json.WriteEndObject();
    }

    private static void WriteChanges(Utf8JsonWriter json, string name, string number, WidthStudyResult result, int layer, ChangeKind kind)
    {
        json.WriteStartArray(name);
        foreach (ChangeResult change in result.Changes.Where(change => (change.Change.Layer, change.Change.Kind) == (layer, kind)))
        {
            json.WriteStartObject();
            json.WriteNumber(number, change.Change.Number);
            WriteRight(json, "right", change.Right);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRight(Utf8JsonWriter json, string name, int? right)
    {
        if (right is { } count)
        {
            json.WriteNumber(name, count);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
