namespace Kws.Fast.Simd;

/// <summary>The number of vector registers, by which a stage chooses how it holds its weights.</summary>
internal static unsafe class Registers
{
    /// <summary>
    /// True if there are 16 of them: 256 bits on a processor without AVX-512, which has 32 of every width. A constant for the JIT. The
    /// processor counts, also where the instructions are emulated; so no class of instructions is asked.
    /// </summary>
    /// <typeparam name="TVector">The register.</typeparam>
    public static bool AreFew<TVector>()
        where TVector : unmanaged => sizeof(TVector) == 32 && !Vector512.IsHardwareAccelerated;
}
