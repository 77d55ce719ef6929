namespace Kws.Listen.Clips;

/// <summary>The part of a clip in which the word is heard.</summary>
/// <param name="Start">Its first sample.</param>
/// <param name="End">The sample after its last.</param>
internal readonly record struct WordExtent(int Start, int End)
{
    /// <summary>Frames per second of the loudness that decides.</summary>
    private const int FramesPerSecond = 100;

    /// <summary>The part of the loudness before the word and after it.</summary>
    private const double Tail = 0.02;

    /// <summary>Seconds added at both ends: the first and last sounds of a word are often quiet.</summary>
    private const double Margin = 0.05;

    /// <summary>The number of samples.</summary>
    public int Length => End - Start;

    /// <summary>
    /// Finds it: the part between the first and the last 2 % of the loudness, above the loudness of the quietest tenth of the clip.
    /// </summary>
    /// <param name="samples">The clip, one sample at least.</param>
    /// <param name="sampleRate">Its rate.</param>
    public static WordExtent Of(ReadOnlySpan<short> samples, int sampleRate)
    {
        int frame = Math.Max(1, sampleRate / FramesPerSecond);
        var loudness = new double[(samples.Length + frame - 1) / frame];
        for (int i = 0; i < loudness.Length; i++)
        {
            loudness[i] = Math.Sqrt(Loudness.Power(samples[(i * frame)..Math.Min(samples.Length, (i + 1) * frame)]));
        }

        double floor = loudness.Order().ElementAt(loudness.Length / 10);
        double all = loudness.Sum(value => Math.Max(0, value - floor));
        int first = 0;
        int last = loudness.Length - 1;
        for (double sum = 0; first < last && (sum += Math.Max(0, loudness[first] - floor)) < Tail * all; first++)
        {
        }

        for (double sum = 0; last > first && (sum += Math.Max(0, loudness[last] - floor)) < Tail * all; last--)
        {
        }

        int margin = (int)(Margin * sampleRate);
        return new(Math.Max(0, (first * frame) - margin), Math.Min(samples.Length, ((last + 1) * frame) + margin));
    }
}
