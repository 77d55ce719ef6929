using Kws.Model;

namespace Kws.Hardware.Verification;

/// <summary>The cases and kernels that <see cref="Verifier"/> compares.</summary>
/// <param name="Model">The model for the inputs and for the random fingerprints.</param>
/// <param name="Inputs">Fingerprints of the caller.</param>
/// <param name="Count">How many random fingerprints to compare with the model; a sixteenth as many again go through random models.</param>
/// <param name="Seed">Makes the random cases; the same seed makes the same ones, whatever the number of threads.</param>
/// <param name="Threads">The most threads to use; -1 for one a processor.</param>
/// <param name="Kernels">The names of the kernels to compare, in any case; null for all.</param>
public sealed record VerificationRequest(
    KwsModel Model, IReadOnlyList<ReadOnlyMemory<sbyte>> Inputs, long Count, int Seed, int Threads,
    IReadOnlyList<string>? Kernels = null)
{
    /// <summary>The number of cases that every kernel which can run is compared on.</summary>
    public long CasesPerKernel => Inputs.Count + Count + (Count / Verifier.ModelShare);
}
