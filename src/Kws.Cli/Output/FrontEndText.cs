using Kws.Model;

namespace Kws.Cli.Output;

/// <summary>A front end in one line.</summary>
internal static class FrontEndText
{
    public static string Of(FrontEnd frontEnd)
    {
        string windows = $"windows of {frontEnd.WindowLength} every {frontEnd.HopLength} samples";
        string bands = FormattableString.Invariant(
            $"{frontEnd.BandCount} bands from {frontEnd.LowestFrequency} to {frontEnd.HighestFrequency} Hz");
        string binaryPoint = frontEnd.FractionBits > 0 ? $", {frontEnd.FractionBits} bits behind the binary point" : "";
        string rounding = frontEnd.Rounding == MidpointRounding.AwayFromZero ? ", ties rounded away from zero" : "";
        string arithmetic = frontEnd.Arithmetic == FrontEndArithmetic.Integers
            ? $", integers with {frontEnd.TransformBits} bits in the transform"
            : "";
        return $"{frontEnd.SampleRate} Hz, {windows}, {bands}{binaryPoint}{rounding}{arithmetic}";
    }
}
