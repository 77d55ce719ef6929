using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>
/// Prints an evaluation for programs. The names are part of the command line's contract: docs/use/outputs.md lists the same.
/// </summary>
internal static class EvaluationJson
{
    private const int Digits = 6;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    public static void Write(TextWriter output, ImmutableArray<string> labels, IEnumerable<SplitResult> splits)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("labels");
            foreach (string label in labels)
            {
                json.WriteStringValue(label);
            }

            json.WriteEndArray();
            foreach (SplitResult split in splits)
            {
                json.WriteStartObject(split.Name);
                WriteMatrix(json, split.Matrix);
                if (split.Unshifted is { } unshifted)
                {
                    json.WriteStartObject("withoutFloorDivisions");
                    WriteMatrix(json, unshifted);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void WriteMatrix(Utf8JsonWriter json, ConfusionMatrix matrix)
    {
        json.WriteNumber("count", matrix.Count);
        WriteFraction(json, "accuracy", matrix.Accuracy.Value);
        WriteInterval(json, "accuracyInterval", matrix.Accuracy);
        WriteFraction(json, "balancedAccuracy", matrix.BalancedAccuracy);
        json.WriteStartArray("confusion");
        for (int truth = 0; truth < matrix.Classes; truth++)
        {
            json.WriteStartArray();
            for (int predicted = 0; predicted < matrix.Classes; predicted++)
            {
                json.WriteNumberValue(matrix[truth, predicted]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        WriteClasses(json, "recall", matrix, matrix.Recall);
        WriteClasses(json, "precision", matrix, matrix.Precision);
    }

    private static void WriteClasses(Utf8JsonWriter json, string name, ConfusionMatrix matrix, Func<int, Proportion> proportion)
    {
        json.WriteStartArray(name);
        for (int c = 0; c < matrix.Classes; c++)
        {
            json.WriteStartObject();
            WriteFraction(json, "value", proportion(c).Value);
            WriteInterval(json, "interval", proportion(c));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInterval(Utf8JsonWriter json, string name, Proportion proportion)
    {
        if (proportion.Interval is not { } interval)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        json.WriteNumberValue(Math.Round(interval.Low, Digits));
        json.WriteNumberValue(Math.Round(interval.High, Digits));
        json.WriteEndArray();
    }

    private static void WriteFraction(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } fraction)
        {
            json.WriteNumber(name, Math.Round(fraction, Digits));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
