using System.Text.Json;

namespace Kws.Model;

/// <summary>A front end as JSON. Frames, coefficients and bits are not in it: they are those of the network's input.</summary>
internal static class FrontEndJson
{
    private static readonly (string Word, MidpointRounding Value)[] Roundings =
        [("half_even", MidpointRounding.ToEven), ("half_away_from_zero", MidpointRounding.AwayFromZero)];

    private static readonly (string Word, FrontEndArithmetic Value)[] Arithmetics =
        [("single_precision", FrontEndArithmetic.SinglePrecision), ("integers", FrontEndArithmetic.Integers)];

    public static string Text(FrontEnd frontEnd) => NetworkJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("sample_rate", frontEnd.SampleRate);
        json.WriteNumber("window", frontEnd.WindowLength);
        json.WriteNumber("hop", frontEnd.HopLength);
        json.WriteNumber("bands", frontEnd.BandCount);
        json.WriteNumber("lowest_frequency", frontEnd.LowestFrequency);
        json.WriteNumber("highest_frequency", frontEnd.HighestFrequency);
        json.WriteNumber("fraction_bits", frontEnd.FractionBits);
        if (frontEnd.Rounding != default)
        {
            json.WriteString("rounding", Roundings.Single(rounding => rounding.Value == frontEnd.Rounding).Word);
        }

        if (frontEnd.Arithmetic == FrontEndArithmetic.Integers)
        {
            json.WriteString("arithmetic", Arithmetics.Single(arithmetic => arithmetic.Value == frontEnd.Arithmetic).Word);
            json.WriteNumber("transform_bits", frontEnd.TransformBits);
        }

        json.WriteEndObject();
    });

    /// <summary>Reads settings; those that are missing are the default model's.</summary>
    /// <exception cref="KwsFormatException">The text is not a JSON object of settings, or a setting is out of range.</exception>
    public static FrontEnd Read(string text, Network network, string source)
    {
        const string Path = "front_end";
        using JsonDocument document = NetworkJson.Parse(text, Path, source);
        var json = new JsonMembers(document.RootElement, Path, source);
        var defaults = new FrontEnd();
        FrontEnd frontEnd = new FrontEnd
        {
            SampleRate = json.Integer("sample_rate", defaults.SampleRate),
            WindowLength = json.Integer("window", defaults.WindowLength),
            HopLength = json.Integer("hop", defaults.HopLength),
            BandCount = json.Integer("bands", defaults.BandCount),
            LowestFrequency = json.Number("lowest_frequency", defaults.LowestFrequency),
            HighestFrequency = json.Number("highest_frequency", defaults.HighestFrequency),
            FractionBits = json.Integer("fraction_bits", defaults.FractionBits),
            Rounding = json.Word("rounding", defaults.Rounding, Roundings),
            Arithmetic = json.Word("arithmetic", defaults.Arithmetic, Arithmetics),
            TransformBits = json.Integer("transform_bits", defaults.TransformBits),
        }.For(network);
        json.RefuseOthers();
        try
        {
            frontEnd.Check();
            return frontEnd;
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw json.Error(e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal));
        }
    }
}
