using Kws.Model;

namespace Kws.Training.Data;

/// <summary>The second of a clip that is classified in a data set.</summary>
public static class WordSecond
{
    /// <summary>Distances per second of the places that are compared in a word that is longer than a second.</summary>
    private const int PlacesPerSecond = 100;

    /// <summary>
    /// The second whose middle is that of the word, which is found by its loudness; of a longer word its loudest second. A clip that is no
    /// longer than a second is returned as it is.
    /// </summary>
    /// <param name="samples">The clip.</param>
    /// <param name="frontEnd">The front end, at whose rate the clip is.</param>
    public static ReadOnlySpan<short> Of(ReadOnlySpan<short> samples, FrontEnd frontEnd)
    {
        ArgumentNullException.ThrowIfNull(frontEnd);
        return samples.Length <= frontEnd.SampleRate
            ? samples
            : Of(samples, WordExtent.Of(samples, frontEnd.SampleRate), frontEnd);
    }

    /// <summary>The same for a word that was found.</summary>
    internal static ReadOnlySpan<short> Of(ReadOnlySpan<short> samples, WordExtent word, FrontEnd frontEnd)
    {
        int length = frontEnd.ClipLength;
        if (samples.Length <= frontEnd.SampleRate || samples.Length <= length)
        {
            return samples;
        }

        int start = word.Length > length
            ? Loudest(samples, word, length, frontEnd.SampleRate / PlacesPerSecond)
            : Math.Clamp(word.Start + ((word.Length - length) / 2), 0, samples.Length - length);
        return samples.Slice(start, length);
    }

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
