namespace Kws.Audio.Tests.Support;

/// <summary>A word within a recording.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Start">Its clip's first sample.</param>
internal sealed record SpokenWord(string Label, long Start)
{
    public bool IsKeyword => Label != "_unknown_";
}

/// <summary>
/// Clips in a random order, each padded to a second and followed by a gap of 0.5 to 2 seconds, under the data set's background noises, half
/// a minute of each in turn. The noise has a root mean square of 100 (of 32,768) throughout, 22 dB below the median clip.
/// </summary>
internal sealed class LongRecording
{
    public const int SampleRate = 16_000;

    private const double NoiseLevel = 100;

    public LongRecording(string speech, IEnumerable<SpeechClip> clips, int seed)
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
            samples.AddRange(new short[SampleRate - sound.Length + random.Next(SampleRate / 2, 2 * SampleRate)]);
        }

        Words = words;
        Samples = [.. samples];
        AddNoise(Path.Combine(speech, "_background_noise_"));
    }

    public IReadOnlyList<SpokenWord> Words { get; }

    public short[] Samples { get; }

    public double Hours => Samples.Length / 3600.0 / SampleRate;

    private void AddNoise(string folder)
    {
        short[][] noises = [.. Directory.EnumerateFiles(folder, "*.wav").Order(StringComparer.Ordinal).Select(path => WavFile.Read(path, SampleRate))];
        double[] gains = [.. noises.Select(noise => NoiseLevel / Math.Sqrt(noise.Average(sample => (double)sample * sample)))];
        for (int i = 0; i < Samples.Length; i++)
        {
            int turn = i / (30 * SampleRate);
            short[] noise = noises[turn % noises.Length];
            double sum = Samples[i] + (gains[turn % noises.Length] * noise[i % noise.Length]);
            Samples[i] = (short)Math.Clamp(Math.Round(sum), short.MinValue, short.MaxValue);
        }
    }
}
