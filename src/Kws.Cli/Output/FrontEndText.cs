using Kws.Model;

namespace Kws.Cli.Output;

/// <summary>A front end in one line.</summary>
internal static class FrontEndText
{
    public static string Of(FrontEnd frontEnd)
    {
        string binaryPoint = frontEnd.FractionBits > 0 ? $", {frontEnd.FractionBits} bits behind the binary point" : "";
        return FormattableString.Invariant(
            $"{frontEnd.SampleRate} Hz, windows of {frontEnd.WindowLength} every {frontEnd.HopLength} samples, {frontEnd.BandCount} bands from ")
            + FormattableString.Invariant($"{frontEnd.LowestFrequency} to {frontEnd.HighestFrequency} Hz{binaryPoint}");
    }
}
