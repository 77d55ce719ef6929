using Kws.Audio;
using Kws.Model;

namespace Kws.Listen.Clips;

/// <summary>
/// The second of a clip with the word in its middle, which is found by its loudness; of a longer word its loudest second. A clip of a
/// second at most is taken as it is.
/// </summary>
/// <param name="extractor">The front end.</param>
internal sealed class WordSecond(FingerprintExtractor extractor) : IClipReading
{
    /// <summary>Distances per second of the places that are compared in a word that is longer than a second.</summary>
    private const int PlacesPerSecond = 100;

    /// <inheritdoc/>
    public int Read(Clip clip, Span<sbyte> fingerprint) => Read(clip.Read(extractor.FrontEnd.SampleRate), fingerprint);

    /// <inheritdoc/>
    public int Read(ReadOnlySpan<short> samples, Span<sbyte> fingerprint)
    {
        Range second = RangeOf(samples, extractor.FrontEnd);
        extractor.Extract(samples[second], fingerprint);
        return second.Start.Value;
    }

    /// <summary>The place of the second in a clip.</summary>
    /// <param name="samples">The clip, at the rate of the front end.</param>
    /// <param name="frontEnd">The front end.</param>
    public static Range RangeOf(ReadOnlySpan<short> samples, FrontEnd frontEnd) => IsShort(samples, frontEnd)
        ? ..samples.Length
        : RangeOf(samples, WordExtent.Of(samples, frontEnd.SampleRate), frontEnd);

    /// <summary>The same for a word that was found.</summary>
    public static Range RangeOf(ReadOnlySpan<short> samples, WordExtent word, FrontEnd frontEnd)
    {
        if (IsShort(samples, frontEnd))
        {
            return ..samples.Length;
        }

        int length = frontEnd.ClipLength;
        int start = word.Length > length
            ? Loudest(samples, word, length, frontEnd.SampleRate / PlacesPerSecond)
            : Math.Clamp(word.Start + ((word.Length - length) / 2), 0, samples.Length - length);
        return start..(start + length);
    }

    private static bool IsShort(ReadOnlySpan<short> samples, FrontEnd frontEnd) =>
        samples.Length <= Math.Max(frontEnd.SampleRate, frontEnd.ClipLength);

    private static int Loudest(ReadOnlySpan<short> samples, WordExtent word, int length, int distance)
    {
        (int loudest, double most) = (word.Start, -1);
        for (int start = word.Start; start + length <= word.End; start += distance)
        {
            double power = Loudness.Power(samples.Slice(start, length));
            if (power > most)
            {
                (loudest, most) = (start, power);
            }
        }

        return loudest;
    }
}
