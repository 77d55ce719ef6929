namespace Kws.Hardware;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): a stream of random numbers that any position of a run can start for itself.</summary>
internal struct RandomStream(ulong seed, ulong stream)
{
    private ulong _state = Mix(seed) ^ Mix(stream + 0x9E3779B97F4A7C15);

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A number in [0, bound).</summary>
    public int Next(int bound) => (int)(((UInt128)Next() * (ulong)bound) >> 64);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
