namespace Kws.Training.Recordings;

/// <summary>The loudest part of a recording that is as long as a word may be: the word, where nothing else is louder.</summary>
/// <param name="Start">Its first sample.</param>
/// <param name="End">The sample after its last.</param>
internal readonly record struct LoudPart(int Start, int End)
{
    /// <summary>Frames per second of the loudness that decides.</summary>
    private const int FramesPerSecond = 100;

    /// <summary>A pause of so many seconds, such as before the t of "eight", is within a word.</summary>
    private const double LongestPause = 0.25;

    /// <summary>Sound so far below the loudest frame belongs to the word: 26 dB.</summary>
    private const double Quietest = 0.05;

    /// <summary>The same where it is not quiet: the part of the way from the background to the loudest frame.</summary>
    private const double AboveBackground = 0.12;

    /// <summary>Finds it.</summary>
    /// <param name="samples">The recording, one sample at least.</param>
    /// <param name="sampleRate">Its rate.</param>
    public static LoudPart Of(ReadOnlySpan<short> samples, int sampleRate)
    {
        int length = Math.Max(1, sampleRate / FramesPerSecond);
        var loudness = new double[(samples.Length + length - 1) / length];
        for (int i = 0; i < loudness.Length; i++)
        {
            loudness[i] = Math.Sqrt(Loudness.Power(samples[(i * length)..Math.Min(samples.Length, (i + 1) * length)]));
        }

        double background = loudness.Order().ElementAt(loudness.Length / 5);
        int center = Loudest(loudness);
        double threshold = Math.Max(
            Quietest * loudness[center], background + (AboveBackground * (loudness[center] - background)));
        int first = Reach(loudness, center, -1, threshold);
        int last = Reach(loudness, center, 1, threshold);
        return new(first * length, Math.Min(samples.Length, (last + 1) * length));
    }

    /// <summary>The loudest frame within the loudest fifth of a second: a click is louder than a word, and shorter.</summary>
    private static int Loudest(double[] loudness)
    {
        int width = Math.Min(FramesPerSecond / 5, loudness.Length);
        double sum = loudness[..width].Sum();
        (int begin, double most) = (0, sum);
        for (int i = width; i < loudness.Length; i++)
        {
            sum += loudness[i] - loudness[i - width];
            (begin, most) = sum > most ? (i - width + 1, sum) : (begin, most);
        }

        return begin + Array.IndexOf(loudness[begin..(begin + width)], loudness[begin..(begin + width)].Max());
    }

    /// <summary>The last frame in one direction that is loud and not parted from the center by a long pause.</summary>
    private static int Reach(double[] loudness, int center, int direction, double threshold)
    {
        int reached = center;
        for (int i = center; i >= 0 && i < loudness.Length && Math.Abs(i - reached) <= LongestPause * FramesPerSecond; i += direction)
        {
            reached = loudness[i] >= threshold ? i : reached;
        }

        return reached;
    }
}
