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

    /// <param name="speech">The data set.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="seed">Their order and the gaps.</param>
    /// <param name="noise">Root mean square of the noise, of 32,768; 100 is 22 dB below the median clip.</param>
    /// <param name="shortestGap">Seconds between two clips at least.</param>
    /// <param name="longestGap">Seconds between two clips at most.</param>
    public LongRecording(
        string speech, IEnumerable<SpeechClip> clips, int seed, double noise = 100, double shortestGap = 0.5, double longestGap = 2)
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
        AddNoise(Path.Combine(speech, "_background_noise_"), noise);
    }

    public IReadOnlyList<SpokenWord> Words { get; }

    public short[] Samples { get; }

    public double Hours => Samples.Length / 3600.0 / SampleRate;

    private void AddNoise(string folder, double level)
    {
        short[][] noises =
            [.. Directory.EnumerateFiles(folder, "*.wav").Order(StringComparer.Ordinal).Select(path => WavFile.Read(path, SampleRate))];
        double[] gains = [.. noises.Select(noise => level / Math.Sqrt(noise.Average(sample => (double)sample * sample)))];
        for (int i = 0; i < Samples.Length; i++)
        {
            int turn = i / (30 * SampleRate);
            short[] noise = noises[turn % noises.Length];
            double sum = Samples[i] + (gains[turn % noises.Length] * noise[i % noise.Length]);
            Samples[i] = (short)Math.Clamp(Math.Round(sum), short.MinValue, short.MaxValue);
        }
    }
}
