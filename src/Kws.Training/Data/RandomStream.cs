using Kws.Model;

namespace Kws.Training.Data;

/// <summary>
/// Random numbers that are a pure function of the numbers it is made with, such as seed, step and index of an example: no order of
/// threads and no earlier example changes them. The counter starts at a hash of those numbers.
/// </summary>
internal sealed class RandomStream
{
    private SplitMix64 _random;

    /// <summary>Starts a stream.</summary>
    /// <param name="keys">The numbers that decide it.</param>
    public RandomStream(params ReadOnlySpan<long> keys)
    {
        ulong hash = 0;
        foreach (long key in keys)
        {
            hash = SplitMix64.Mix(hash + SplitMix64.Step + unchecked((ulong)key));
        }

        _random = new SplitMix64(hash);
    }

    /// <summary>The next number, uniform in [0, 1).</summary>
    public double NextDouble() => (_random.Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number, uniform in [low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>The next integer, uniform in [0, count).</summary>
    /// <param name="count">1 or more.</param>
    public int Index(int count) => _random.Next(count);

    /// <summary>True with a probability.</summary>
    public bool Happens(double probability) => NextDouble() < probability;
}
