using System.Text;
using System.Text.Json;
using Kws.Model;

namespace Kws.Hardware.Export.Formats;

/// <summary>A tensor as one JSON object: name, axes, shape, bits, and the values as plain numbers, the last axis varying fastest.</summary>
internal static class TensorJson
{
    public static void Write(TextWriter writer, VectorTensor tensor)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMembers(json, tensor);
            json.WriteStartArray("values");
            foreach (int value in tensor.Values)
            {
                json.WriteNumberValue(value);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        writer.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>The properties of a tensor that the manifest has too.</summary>
    public static void WriteMembers(Utf8JsonWriter json, VectorTensor tensor)
    {
        json.WriteString("name", tensor.Name);
        json.WriteStartArray("axes");
        foreach (TensorAxis axis in tensor.Axes)
        {
            json.WriteStringValue(axis.Name);
        }

        json.WriteEndArray();
        json.WriteStartArray("shape");
        foreach (TensorAxis axis in tensor.Axes)
        {
            json.WriteNumberValue(axis.Length);
        }

        json.WriteEndArray();
        json.WriteNumber("bits", tensor.Bits);
    }
}
