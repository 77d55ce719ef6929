using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kws.Model;

/// <summary>A network, and names of labels, as JSON.</summary>
internal static class NetworkJson
{
    private const int MaxDepth = 16;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The network: <c>input</c> (frames, coefficients, channels, bits) and <c>layers</c>.</summary>
    public static string Text(Network network) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("input");
        json.WriteNumber("frames", network.Input.Time);
        json.WriteNumber("coefficients", network.Input.Frequency);
        json.WriteNumber("channels", network.Input.Channels);
        json.WriteNumber("bits", network.InputBits);
        json.WriteEndObject();
        json.WriteStartArray("layers");
        foreach (Layer layer in network.Layers)
        {
            LayerJson.Write(json, layer);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Labels: an array of strings.</summary>
    public static string Text(ImmutableArray<string> labels) => Write(json =>
    {
        json.WriteStartArray();
        foreach (string label in labels)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
    });

    /// <exception cref="KwsFormatException">The text is not JSON of a network, or the network is not possible.</exception>
    public static Network Read(string text, string source)
    {
        const string Path = "network";
        using JsonDocument document = Parse(text, Path, source);
        var json = new JsonMembers(document.RootElement, Path, source);
        JsonMembers input = json.Object("input");
        JsonElement[] layers = json.Array("layers");
        json.RefuseOthers();
        try
        {
            (int frames, int coefficients) = (input.Integer("frames"), input.Integer("coefficients"));
            Window.CheckDimension(frames, "number of frames");
            Window.CheckDimension(coefficients, "number of coefficients");
            var shape = new TensorShape(frames, coefficients, input.Integer("channels", missing: 1));
            Window.CheckDimension(shape.Channels, "number of channels");
            int bits = input.Integer("bits");
            input.RefuseOthers();
            var built = new List<Layer>();
            foreach ((int index, JsonElement layer) in layers.Index().Take(Network.MaxLayers + 1))
            {
                built.Add(
                    LayerJson.Read(
                        new JsonMembers(layer, $"{Path}: layers[{index}]", source), built.Count == 0 ? shape : built[^1].Output));
            }

            return new Network(shape, built, bits);
        }
        catch (ArgumentException e)
        {
            throw KwsFormatException.Of(source, e, $"{Path}: ");
        }
    }

    /// <exception cref="KwsFormatException">The text is not a JSON array of strings.</exception>
    public static ImmutableArray<string> ReadLabels(string text, string source)
    {
        const string Path = "labels";
        using JsonDocument document = Parse(text, Path, source);
        JsonElement root = document.RootElement;
        return root.ValueKind == JsonValueKind.Array && root.EnumerateArray().All(label => label.ValueKind == JsonValueKind.String)
            ? [.. root.EnumerateArray().Select(label => label.GetString()!)]
            : throw new KwsFormatException(source, 0, $"{Path}: found {Excerpt.Of(root.GetRawText())}, expected an array of strings");
    }

    /// <exception cref="KwsFormatException">The text is not JSON.</exception>
    public static JsonDocument Parse(string text, string path, string source)
    {
        try
        {
            CheckNames(text);
            return JsonDocument.Parse(text);
        }
        catch (JsonException e)
        {
            // The message may quote all of the text.
            string place = e.LineNumber is { } line ? $"line {line + 1}, byte {e.BytePositionInLine + 1}: " : "";
            throw new KwsFormatException(source, 0, $"{path}: not JSON: {place}{Excerpt.Of(e.Message.Split('\n')[0])}");
        }
    }

    /// <summary>
    /// Refuses brackets within more brackets than a network has, a name that an object has twice, and an escape such as \ude00 alone, which
    /// the parser accepts and only reading the string refuses. The parser's own check of names needs OpenSSL, for a random number.
    /// </summary>
    /// <exception cref="JsonException">It is so, or the text is not JSON.</exception>
    private static void CheckNames(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = MaxDepth });
        var names = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        names.Push([]);
                        break;
                    case JsonTokenType.EndObject:
                        names.Pop();
                        break;
                    case JsonTokenType.PropertyName when reader.GetString()! is var name && !names.Peek().Add(name):
                        throw new JsonException($"member '{Excerpt.Of(name)}' is given twice");
                    case JsonTokenType.String:
                        _ = reader.GetString();
                        break;
                }
            }
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("half of a surrogate pair is no character");
        }
    }

    /// <summary>JSON as text on one line.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
