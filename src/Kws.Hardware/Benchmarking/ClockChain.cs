using System.Runtime.CompilerServices;

namespace Kws.Hardware.Benchmarking;

/// <summary>
/// Counts clock cycles: a chain of additions and exclusive-ors in which each needs the result before it. Both take one cycle on every
/// x64 and ARM core. Neither a compiler nor a processor can shorten the chain: the two do not commute, and the operands are variables,
/// since some processors add small constants without spending a cycle.
/// </summary>
internal static class ClockChain
{
    /// <summary>Cycles a repetition; the loop's own counting runs beside the chain.</summary>
    private const int Cycles = 32;

    public static Measurement Measure()
    {
        ulong value = 0x0123456789ABCDEF;
        return new Measurement(Cycles, repetitions => value = Run(value, 0x9E3779B97F4A7C15, 0x5555555555555555, repetitions));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Run(ulong value, ulong a, ulong b, int repetitions)
    {
        for (int i = 0; i < repetitions; i++)
        {
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
            value = (value + a) ^ b;
        }

        return value;
    }
}
