namespace Kws.Fast.Simd;

/// <summary>Dot products of bytes.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal interface IDot<TVector>
    where TVector : unmanaged
{
    /// <summary>32-bit lanes: sum + the four products of unsigned bytes and signed bytes, wrapping.</summary>
    static abstract TVector DotProduct8(TVector sum, TVector unsigned, TVector signed);
}
