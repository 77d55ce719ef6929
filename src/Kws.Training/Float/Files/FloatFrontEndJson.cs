using System.Text.Json;
using Kws.Model;
using Kws.Training.Float.FrontEnd;

namespace Kws.Training.Float.Files;

/// <summary>The front end of a float network as JSON. Frames and coefficients are not in it: they are the network's input.</summary>
internal static class FloatFrontEndJson
{
    public static string Text(FloatFrontEnd frontEnd) => NetworkJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("sample_rate", frontEnd.SampleRate);
        json.WriteNumber("window", frontEnd.WindowLength);
        json.WriteNumber("hop", frontEnd.Stride);
        json.WriteNumber("bands", frontEnd.Bands);
        json.WriteNumber("lowest_frequency", frontEnd.LowerFrequency);
        json.WriteNumber("highest_frequency", frontEnd.UpperFrequency);
        json.WriteBoolean("magnitude_squared", !frontEnd.IsMagnitude);
        json.WriteEndObject();
    });

    /// <summary>
    /// Reads settings; those that are missing are the default model's. A clip has as many samples as its frames cover: others change no
    /// feature.
    /// </summary>
    /// <param name="text">The text; null if all settings are missing.</param>
    /// <param name="frames">The frames of a clip.</param>
    /// <param name="coefficients">The coefficients of a frame.</param>
    /// <param name="source">The file in messages.</param>
    /// <exception cref="KwsFormatException">The text is not a JSON object of settings, or a setting is out of range.</exception>
    public static FloatFrontEnd Read(string? text, int frames, int coefficients, string source)
    {
        const string Path = "front_end";
        using JsonDocument document = NetworkJson.Parse(text ?? "{}", Path, source);
        var json = new JsonMembers(document.RootElement, Path, source);
        var defaults = new Model.FrontEnd();
        int rate = json.Integer("sample_rate", defaults.SampleRate);
        int window = json.Integer("window", defaults.WindowLength);
        int hop = json.Integer("hop", defaults.HopLength);
        int bands = json.Integer("bands", defaults.BandCount);
        double lowest = json.Number("lowest_frequency", defaults.LowestFrequency);
        double highest = json.Number("highest_frequency", defaults.HighestFrequency);
        bool isPower = json.Boolean("magnitude_squared", missing: true);
        json.RefuseOthers();
        try
        {
            long samples = window + ((frames - 1L) * hop);
            return new FloatFrontEnd(
                rate, (int)Math.Clamp(samples, int.MinValue, int.MaxValue), window, hop, bands, lowest, highest, coefficients, !isPower);
        }
        catch (ArgumentException e)
        {
            throw KwsFormatException.Of(source, e, $"{Path}: ");
        }
    }
}
