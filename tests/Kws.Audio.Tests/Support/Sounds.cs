namespace Kws.Audio.Tests.Support;

/// <summary>Sounds made here, at 16 kHz.</summary>
internal static class Sounds
{
    private const double SampleRate = 16_000;

    public static short[] Noise(int length, int amplitude, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(-amplitude, amplitude + 1))];
    }

    public static short[] Tone(int length, double frequency, double amplitude) =>
        [.. Enumerable.Range(0, length).Select(i => (short)Math.Round(amplitude * Math.Sin(2 * Math.PI * frequency * i / SampleRate)))];

    /// <summary>A tone that rises from 50 Hz to 7 kHz, with a little noise below it.</summary>
    public static short[] Chirp(int length, double amplitude)
    {
        short[] noise = Noise(length, 2, seed: 1);
        return [.. Enumerable.Range(0, length).Select(i =>
        {
            double time = i / SampleRate;
            double slope = (7000 - 50) / (length / SampleRate);
            return (short)Math.Round((amplitude * Math.Sin(2 * Math.PI * ((50 * time) + (slope * time * time / 2)))) + noise[i]);
        })];
    }

    public static short[] Clicks(int length, int distance)
    {
        var samples = new short[length];
        for (int i = 0; i < length; i += distance)
        {
            samples[i] = i / distance % 2 == 0 ? short.MaxValue : short.MinValue;
        }

        return samples;
    }

    /// <summary>All of them, a second each.</summary>
    public static IReadOnlyDictionary<string, short[]> All { get; } = new Dictionary<string, short[]>
    {
        ["loud noise"] = Noise(16_000, short.MaxValue, seed: 2),
        ["quiet noise"] = Noise(16_000, 3, seed: 3),
        ["one bit of noise"] = Noise(16_000, 1, seed: 4),
        ["chirp"] = Chirp(16_000, 20_000),
        ["quiet chirp"] = Chirp(16_000, 100),
        ["tone"] = [.. Tone(16_000, 440, 32_000).Zip(Noise(16_000, 10, seed: 5), (tone, noise) => (short)(tone + noise))],
        ["clicks"] = Clicks(16_000, 1000),
        ["dense clicks"] = Clicks(16_000, 37),
    };
}
