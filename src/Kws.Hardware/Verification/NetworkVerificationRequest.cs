namespace Kws.Hardware.Verification;

/// <summary>The random networks and kernels that <see cref="NetworkVerifier"/> compares.</summary>
/// <param name="Networks">The number of networks, at least 1.</param>
/// <param name="FingerprintsPerNetwork">The number of random fingerprints of each network, at least 1.</param>
/// <param name="Seed">Makes networks and fingerprints; the same seed makes the same ones, whatever the number of threads.</param>
/// <param name="Threads">The most threads to use; -1 for one per processor.</param>
/// <param name="Kernels">The names of the kernels to compare, in any case; null for all.</param>
public sealed record NetworkVerificationRequest(
    int Networks, int FingerprintsPerNetwork, int Seed, int Threads, IReadOnlyList<string>? Kernels = null)
{
    /// <summary>The number of fingerprints of all networks.</summary>
    public long Fingerprints => (long)Networks * FingerprintsPerNetwork;
}
