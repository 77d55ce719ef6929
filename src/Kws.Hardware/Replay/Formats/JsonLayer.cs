using System.Collections.Immutable;
using System.Text.Json;
using Kws.Model;

namespace Kws.Hardware.Replay.Formats;

/// <summary>A layer as a JSON object with <c>values</c> and perhaps <c>shape</c>, as <c>kws export vectors</c> writes it.</summary>
internal static class JsonLayer
{
    private const string Form = "an object with 'values', an array of integers";

    public static RecordedLayer Read(ReadOnlyMemory<byte> bytes, ExpectedLayer expected, string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("values", out JsonElement values) || values.ValueKind != JsonValueKind.Array)
            {
                throw new KwsFormatException(file, 0, $"expected {Form}");
            }

            if (values.GetArrayLength() != expected.Shape.Count)
            {
                throw new KwsFormatException(file, 0, $"{values.GetArrayLength()} values, expected {expected}");
            }

            ImmutableArray<int> flat = [.. values.EnumerateArray().Select((value, index) => expected.Check(Number(value), index, file))];
            return expected.Record([flat], [.. Groups(document.RootElement)], file);
        }
        catch (JsonException e)
        {
            throw new KwsFormatException(
                file, (int)(e.LineNumber ?? 0) + 1, $"this is not JSON at byte {e.BytePositionInLine} of the line, expected {Form}");
        }
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;

    /// <summary>The number of values in each axis with all axes inside it.</summary>
    private static IEnumerable<int> Groups(JsonElement root)
    {
        if (root.TryGetProperty("shape", out JsonElement shape) && shape.ValueKind == JsonValueKind.Array)
        {
            int count = 1;
            foreach (JsonElement length in shape.EnumerateArray().Reverse())
            {
                yield return count = length.ValueKind == JsonValueKind.Number && length.TryGetInt32(out int value)
                    ? unchecked(count * value)
                    : 0;
            }
        }
    }
}
