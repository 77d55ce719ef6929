using Kws.Listen.Tuning;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>Label tracks: words are in order, within the recording, and labels of the model.</summary>
internal static class LabelTrackTarget
{
    private const int Rate = 16_000;
    private const long Length = 100 * Rate;

    public static void Run(byte[] input)
    {
        if (Target.Read(input, Read) is { } words)
        {
            long last = 0;
            foreach (LabelledWord word in words)
            {
                Target.Require(last <= word.Start && word.Start <= word.End, "a word out of order");
                Target.Require(word.End <= Length, "a word beyond the recording");
                Target.Require(word.Label >= 0 && word.Label < KwsModel.Default.Labels.Length, "a word that is no label");
                last = word.Start;
            }
        }
    }

    private static LabelledWord[] Read(TextReader reader) =>
        [.. LabelTrack.Read(reader, Target.Source, KwsModel.Default.Labels, Rate, Length)];
}
