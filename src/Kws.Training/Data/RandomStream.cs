namespace Kws.Training.Data;

/// <summary>
/// Random numbers that are a pure function of the numbers it is made with, such as seed, step and index of an example: no order of
/// threads and no earlier example changes them. SplitMix64, whose counter starts at a hash of those numbers.
/// </summary>
internal sealed class RandomStream
{
    /// <summary>The step of the counter: 2^64 divided by the golden ratio.</summary>
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _counter;

    /// <summary>Starts a stream.</summary>
    /// <param name="keys">The numbers that decide it.</param>
    public RandomStream(params ReadOnlySpan<long> keys)
    {
        foreach (long key in keys)
        {
            _counter = Mix(_counter + Golden + unchecked((ulong)key));
        }
    }

    /// <summary>The next number, uniform in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number, uniform in [low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>The next integer, uniform in [0, count).</summary>
    /// <param name="count">1 or more.</param>
    public int Index(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>True with a probability.</summary>
    public bool Happens(double probability) => NextDouble() < probability;

    private ulong Next() => Mix(_counter += Golden);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
