using Kws.Audio.Tests.Support;

namespace Kws.Listen.Tests.Support;

/// <summary>Sound made in code, as WAV files of 16 kHz, 16 bits, one channel.</summary>
internal static class Wav
{
    private const int SampleRate = 16_000;

    public static void Write(string path, ReadOnlySpan<short> samples) =>
        File.WriteAllBytes(path, WavBuilder.Of(SampleRate, samples));

    /// <summary>A quarter of a second of silence and one of a loud tone, in turn: no second of it is steady.</summary>
    public static short[] Pulses(int length) =>
        [.. Enumerable.Range(0, length).Select(i => (short)(i / 4000 % 2 * ((2 * (i % 16)) - 15) * 1000))];

    /// <summary>Tones that change every tenth of a second, different for every seed, so that no two seconds sound alike.</summary>
    public static short[] Tones(double seconds, int seed)
    {
        var random = new Random(seed);
        var samples = new short[(int)(seconds * SampleRate)];
        double frequency = 0;
        double amplitude = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            if (i % (SampleRate / 10) == 0)
            {
                frequency = 100 + (3000 * random.NextDouble());
                amplitude = 20_000 * random.NextDouble() * random.NextDouble();
            }

            samples[i] = (short)(amplitude * Math.Sin(2 * Math.PI * frequency * i / SampleRate));
        }

        return samples;
    }
}
