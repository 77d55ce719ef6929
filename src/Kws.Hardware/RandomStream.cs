using Kws.Model;

namespace Kws.Hardware;

/// <summary>A stream of random numbers that any position of a run can start for itself.</summary>
internal struct RandomStream(ulong seed, ulong stream)
{
    private SplitMix64 _random = new(SplitMix64.Mix(seed) ^ SplitMix64.Mix(stream + SplitMix64.Step));

    public ulong Next() => _random.Next();

    /// <summary>A number in [0, bound).</summary>
    public int Next(int bound) => _random.Next(bound);
}
