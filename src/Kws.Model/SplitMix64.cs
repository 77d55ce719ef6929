namespace Kws.Model;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): random numbers that are hashes of a counter.</summary>
/// <param name="counter">The counter before the first number.</param>
internal struct SplitMix64(ulong counter)
{
    /// <summary>The step of the counter: 2^64 divided by the golden ratio.</summary>
    public const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _counter = counter;

    /// <summary>The next number of 64 bits.</summary>
    public ulong Next() => Mix(_counter += Step);

    /// <summary>The next integer, uniform in [0, bound).</summary>
    /// <param name="bound">1 or more.</param>
    public int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>The hash of a number.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
