namespace Kws.Listen.Tests.Support;

/// <summary>Sound made by code.</summary>
internal static class Sound
{
    /// <summary>White noise.</summary>
    public static short[] Noise(int seed, int length, int level)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(-level, level + 1))];
    }

    /// <summary>Adds white noise of a root mean square.</summary>
    public static void AddGaussian(Span<short> samples, int seed, double level)
    {
        var random = new Random(seed);
        foreach (ref short sample in samples)
        {
            double gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            sample = (short)Math.Clamp(Math.Round(sample + (level * gauss)), short.MinValue, short.MaxValue);
        }
    }

    /// <summary>A hum.</summary>
    /// <param name="seed">That of the noise.</param>
    /// <param name="length">Samples at 16 kHz.</param>
    /// <param name="frequency">Its frequency in Hz.</param>
    /// <param name="third">The amplitude of its third harmonic, of that of the first.</param>
    /// <param name="noise">The amplitude of its noise, of that of the first harmonic.</param>
    /// <param name="level">Its root mean square.</param>
    public static short[] Hum(int seed, int length, double frequency, double third, double noise, double level)
    {
        var random = new Random(seed);
        var hum = new double[length];
        for (int i = 0; i < length; i++)
        {
            double phase = 2 * Math.PI * frequency * i / 16_000;
            hum[i] = Math.Sin(phase) + (third * Math.Sin(3 * phase))
                + (noise * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
        }

        double gain = level / Math.Sqrt(hum.Average(sample => sample * sample));
        return [.. hum.Select(sample => (short)Math.Round(gain * sample))];
    }

    /// <summary>White noise whose level changes at random, silence included.</summary>
    public static short[] Bursts(int seed, int length)
    {
        var random = new Random(seed);
        var samples = new short[length];
        for (int i = 0; i < length;)
        {
            int level = random.Next(3) == 0 ? 0 : 1 << random.Next(15);
            for (int end = Math.Min(length, i + random.Next(1, 16_000)); i < end; i++)
            {
                samples[i] = (short)random.Next(-level, level + 1);
            }
        }

        return samples;
    }

    /// <summary>Cuts samples into random pieces, from none to more than a clip each.</summary>
    public static IEnumerable<short[]> Pieces(short[] samples, int seed)
    {
        var random = new Random(seed);
        for (int start = 0, count; start < samples.Length; start += count)
        {
            count = Math.Min(samples.Length - start, random.Next(1 << random.Next(1, 16)));
            yield return samples[start..(start + count)];
        }
    }
}
