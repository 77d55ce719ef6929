using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Kws.Model;

/// <summary>
/// Reads and writes safetensors: the length of a header (8 bytes, little-endian), the header as JSON with type, shape and place of every
/// tensor and a map of strings as metadata, then the tensors back to back.
/// </summary>
/// <seealso href="https://huggingface.co/docs/safetensors"/>
internal static class Safetensors
{
    private const int LengthBytes = 8;
    private const int MaxHeader = 1 << 24;
    private const string MetadataName = "__metadata__";

    /// <summary>Writes tensors. The header is filled up with spaces to a multiple of 8 bytes, as other programs do.</summary>
    public static void Write(Stream stream, IEnumerable<(string Key, string Value)> metadata, IReadOnlyList<SafeTensor> tensors)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataName);
            foreach ((string key, string value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long offset = 0;
            foreach (SafeTensor tensor in tensors)
            {
                tensor.WriteHeader(json, offset);
                offset += tensor.Data.Length;
            }

            json.WriteEndObject();
        }

        header.Write("       "u8[..(int)(-header.Length & 7)]);
        while (BitConverter.GetBytes(header.Length).Contains((byte)'\n'))
        {
            // A line break within the length would hide from readers of text that this is no text.
            header.Write("        "u8);
        }

        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (SafeTensor tensor in tensors)
        {
            stream.Write(tensor.Data.Span);
        }
    }

    /// <summary>Reads the metadata and all tensors.</summary>
    /// <exception cref="KwsFormatException">The bytes are not such a file, or not all of it.</exception>
    public static (Dictionary<string, string> Metadata, ImmutableArray<SafeTensor> Tensors) Read(ReadOnlyMemory<byte> file, string source)
    {
        if (file.Length < LengthBytes + 2 || file.Span[LengthBytes] != '{')
        {
            throw new KwsFormatException(source, 0, "not a model file: it does not begin with the header of safetensors");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        if (length > MaxHeader || length > (ulong)(file.Length - LengthBytes))
        {
            throw new KwsFormatException(
                source, 0,
                $"the header has {length} bytes, expected at most {Math.Min(MaxHeader, file.Length - LengthBytes)}: is the file "
                    + "truncated?");
        }

        ReadOnlyMemory<byte> data = file[(LengthBytes + (int)length)..];
        using JsonDocument document = NetworkJson.Parse(TextOf(file.Span.Slice(LengthBytes, (int)length), source), "header", source);
        var metadata = new Dictionary<string, string>();
        var tensors = ImmutableArray.CreateBuilder<SafeTensor>();
        foreach (JsonProperty member in document.RootElement.EnumerateObject())
        {
            if (member.Name == MetadataName)
            {
                metadata = ReadMetadata(member.Value, source);
            }
            else
            {
                tensors.Add(SafeTensor.Read(member, data, source));
            }
        }

        RefuseGaps(tensors, data.Length, source);
        return (metadata, tensors.ToImmutable());
    }

    private static string TextOf(ReadOnlySpan<byte> header, string source)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(header);
        }
        catch (DecoderFallbackException)
        {
            throw new KwsFormatException(source, 0, "header: not UTF-8");
        }
    }

    private static Dictionary<string, string> ReadMetadata(JsonElement value, string source) =>
        value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(entry => entry.Value.ValueKind == JsonValueKind.String)
            ? value.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!)
            : throw new KwsFormatException(
                source, 0, $"header: '{MetadataName}' is {Excerpt.Of(value.GetRawText())}, expected an object of strings");

    /// <summary>Every byte of the data belongs to exactly one tensor.</summary>
    private static void RefuseGaps(IEnumerable<SafeTensor> tensors, long length, string source)
    {
        long end = 0;
        foreach (SafeTensor tensor in tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.Data.Length))
        {
            if (tensor.Begin != end)
            {
                throw new KwsFormatException(
                    source, 0,
                    $"tensor {Excerpt.Of(tensor.Name)} begins at byte {tensor.Begin} of the data, expected {end}, the end of the one "
                        + "before");
            }

            end += tensor.Data.Length;
        }

        if (end != length)
        {
            throw new KwsFormatException(source, 0, $"{length} bytes of data, expected {end}, the end of the last tensor");
        }
    }
}
