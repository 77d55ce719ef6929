namespace Kws.Training.Augmentation;

/// <summary>Sound played faster or slower, its pitch with it.</summary>
internal static class Speed
{
    private const double Share = 0.5;
    private const double Most = 0.1;

    private const int FractionBits = 15;
    private const int One = 1 << FractionBits;

    /// <summary>Draws a speed: half of the time 1, else up to a tenth less or more.</summary>
    public static double Draw(Data.RandomStream random) => random.Happens(Share) ? random.Between(1 - Most, 1 + Most) : 1;

    /// <summary>Plays sound at a speed, with linear interpolation.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="speed">The speed, 2 at most.</param>
    /// <param name="changed">Has room for <paramref name="samples"/> divided by the speed.</param>
    /// <returns>The number of samples received.</returns>
    public static int Change(ReadOnlySpan<short> samples, double speed, Span<short> changed)
    {
        // Positions in 49.15 fixed point: the difference of two samples, 17 bits, times the fraction fits 32.
        long step = (long)(speed * One);
        int count = Math.Min(changed.Length, (int)(((long)(samples.Length - 1) * One) / step));
        long position = 0;
        for (int i = 0; i < count; i++, position += step)
        {
            int index = (int)(position >> FractionBits);
            int sample = samples[index];
            changed[i] = (short)(sample + (((samples[index + 1] - sample) * (int)(position & (One - 1))) >> FractionBits));
        }

        return count;
    }
}
