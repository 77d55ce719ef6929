namespace Kws.Fast.Simd;

/// <summary>Multiply and accumulate: in one instruction where there is one.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal interface IAccumulate<TVector>
    where TVector : unmanaged
{
    /// <summary>32-bit lanes: sum + a[2i] * b[2i] + a[2i + 1] * b[2i + 1] of signed 16-bit lanes, wrapping.</summary>
    static abstract TVector MultiplyAccumulate16(TVector sum, TVector left, TVector right);
}
