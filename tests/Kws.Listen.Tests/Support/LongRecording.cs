using Kws.Audio;

namespace Kws.Listen.Tests.Support;

/// <summary>A word within a recording.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Start">Its clip's first sample.</param>
internal sealed record SpokenWord(string Label, long Start)
{
    public bool IsKeyword => Label != "_unknown_";
}

/// <summary>
/// Clips in a random order, each padded to a second and followed by a gap, under the data set's background noises, half a minute of each
/// in turn, all equally loud.
/// </summary>
internal sealed class LongRecording
{
    public const int SampleRate = 16_000;

    /// <summary>A root mean square of noise, 22 dB below the median clip.</summary>
    public const double UsualNoise = 100;

    /// <param name="speech">The data set.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="seed">Their order and the gaps.</param>
    /// <param name="noise">Root mean square of the noise, of 32,768; 100 is 22 dB below the median clip.</param>
    /// <param name="shortestGap">Seconds between two clips at least.</param>
    /// <param name="longestGap">Seconds between two clips at most.</param>
    public LongRecording(
        string speech, IEnumerable<SpeechClip> clips, int seed, double noise = UsualNoise, double shortestGap = 0.5, double longestGap = 2)
    {
        var random = new Random(seed);
        SpeechClip[] order = [.. clips];
        random.Shuffle(order);
        var words = new List<SpokenWord>();
        var samples = new List<short>();
        foreach (SpeechClip clip in order)
        {
            short[] sound = WavFile.Read(clip.Path, SampleRate);
            words.Add(new SpokenWord(clip.Label, samples.Count));
            samples.AddRange(sound);
            samples.AddRange(
                new short[SampleRate - sound.Length + random.Next((int)(shortestGap * SampleRate), (int)(longestGap * SampleRate))]);
        }

        Words = words;
        Samples = [.. samples];
        AddNoise(Samples, speech, noise);
    }

    public IReadOnlyList<SpokenWord> Words { get; }

    public short[] Samples { get; }

    public double Hours => Samples.Length / 3600.0 / SampleRate;

    /// <summary>Adds the background noises of the data set, half a minute of each in turn.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="speech">The data set.</param>
    /// <param name="level">Root mean square of the noise.</param>
    public static void AddNoise(short[] samples, string speech, double level)
    {
        short[][] noises =
        [
            .. Directory.EnumerateFiles(Path.Combine(speech, "_background_noise_"), "*.wav").Order(StringComparer.Ordinal)
                .Select(path => WavFile.Read(path, SampleRate)),
        ];
        double[] gains = [.. noises.Select(noise => level / Math.Sqrt(noise.Average(sample => (double)sample * sample)))];
        for (int i = 0; i < samples.Length; i++)
        {
            int turn = i / (30 * SampleRate);
            short[] noise = noises[turn % noises.Length];
            double sum = samples[i] + (gains[turn % noises.Length] * noise[i % noise.Length]);
            samples[i] = (short)Math.Clamp(Math.Round(sum), short.MinValue, short.MaxValue);
        }
    }
}
