using System.Text.Json;

namespace Kws.Model;

/// <summary>The members <c>kernel</c>, <c>stride</c> and <c>padding</c> of a layer in JSON.</summary>
internal static class WindowJson
{
    private static readonly (string Word, Padding Value)[] Paddings = [("valid", Padding.Valid), ("same", Padding.Same)];

    public static void Write(Utf8JsonWriter json, Window window)
    {
        WritePair(json, "kernel", window.KernelTime, window.KernelFrequency);
        WritePair(json, "stride", window.StrideTime, window.StrideFrequency);
        json.WriteString("padding", Paddings.Single(padding => padding.Value == window.Padding).Word);
    }

    /// <exception cref="KwsFormatException">A member is missing or of a wrong type.</exception>
    public static Window Read(JsonMembers json)
    {
        (int time, int frequency) = json.Pair("kernel");
        (int strideTime, int strideFrequency) = json.Pair("stride");
        return new Window(time, frequency, strideTime, strideFrequency, json.Word("padding", Padding.Valid, Paddings));
    }

    /// <summary>The window of a pool: null, which stands for all of the input, where there is no kernel.</summary>
    /// <exception cref="KwsFormatException">A member is missing or of a wrong type.</exception>
    public static Window? ReadOfPool(JsonMembers json) => json.Has("kernel") ? Read(json) : null;

    private static void WritePair(Utf8JsonWriter json, string name, int time, int frequency)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(time);
        json.WriteNumberValue(frequency);
        json.WriteEndArray();
    }
}
