using System.Runtime.CompilerServices;

namespace Kws.Hardware.Benchmarking;

/// <summary>
/// Measures the peak rate of a multiply instruction with independent chains of it. In a chain each multiply needs the result before it,
/// so no compiler can drop one. There are enough chains that the processor always has another one to continue with (enough for three
/// multiplies a cycle of latency four, or two of latency six), and all of them fit into 16 registers.
/// </summary>
/// <typeparam name="TMultiply">The instruction.</typeparam>
/// <typeparam name="TRegister">The register it works on.</typeparam>
internal static class PeakLoop<TMultiply, TRegister>
    where TMultiply : IMultiply<TRegister>
    where TRegister : struct
{
    private const int Chains = 12;

    public static Measurement Measure()
    {
        var chains = new TRegister[Chains];
        TRegister factor = default;
        return new Measurement(Chains, repetitions => Run(chains, factor, repetitions));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run(Span<TRegister> chains, TRegister factor, int repetitions)
    {
        TRegister c0 = chains[0];
        TRegister c1 = chains[1];
        TRegister c2 = chains[2];
        TRegister c3 = chains[3];
        TRegister c4 = chains[4];
        TRegister c5 = chains[5];
        TRegister c6 = chains[6];
        TRegister c7 = chains[7];
        TRegister c8 = chains[8];
        TRegister c9 = chains[9];
        TRegister c10 = chains[10];
        TRegister c11 = chains[11];
        for (int i = 0; i < repetitions; i++)
        {
            c0 = TMultiply.Step(c0, factor);
            c1 = TMultiply.Step(c1, factor);
            c2 = TMultiply.Step(c2, factor);
            c3 = TMultiply.Step(c3, factor);
            c4 = TMultiply.Step(c4, factor);
            c5 = TMultiply.Step(c5, factor);
            c6 = TMultiply.Step(c6, factor);
            c7 = TMultiply.Step(c7, factor);
            c8 = TMultiply.Step(c8, factor);
            c9 = TMultiply.Step(c9, factor);
            c10 = TMultiply.Step(c10, factor);
            c11 = TMultiply.Step(c11, factor);
        }

        chains[0] = c0;
        chains[1] = c1;
        chains[2] = c2;
        chains[3] = c3;
        chains[4] = c4;
        chains[5] = c5;
        chains[6] = c6;
        chains[7] = c7;
        chains[8] = c8;
        chains[9] = c9;
        chains[10] = c10;
        chains[11] = c11;
    }
}
