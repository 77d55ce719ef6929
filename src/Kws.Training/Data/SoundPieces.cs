namespace Kws.Training.Data;

/// <summary>
/// The pieces of a long sound, which are dealt to the sets one by one. One long recording thus is in every set.
/// </summary>
internal static class SoundPieces
{
    /// <summary>Sound up to so many seconds is one piece.</summary>
    private const int Longest = 20;

    private const int Seconds = 10;

    /// <summary>Half a second between two pieces is in none, so that no sound is in two sets.</summary>
    private const double Gap = 0.5;

    /// <summary>The shortest last piece.</summary>
    private const int Shortest = 1;

    /// <summary>Cuts sound into pieces.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="sampleRate">Its rate.</param>
    public static IEnumerable<short[]> Of(short[] samples, int sampleRate)
    {
        if (samples.Length <= (long)Longest * sampleRate)
        {
            yield return samples;
            yield break;
        }

        int length = Seconds * sampleRate;
        int distance = length + (int)(Gap * sampleRate);
        for (int start = 0; start + (Shortest * sampleRate) <= samples.Length; start += distance)
        {
            yield return samples[start..Math.Min(start + length, samples.Length)];
        }
    }
}
