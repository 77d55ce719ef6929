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
