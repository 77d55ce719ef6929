namespace Kws.Hardware.Verification;

/// <summary>The comparison of one kernel with the reference.</summary>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Ran">Whether it ran at all.</param>
/// <param name="NotRunBecause">Why not; null if it ran.</param>
/// <param name="Cases">How many fingerprints were compared, all logits of each.</param>
/// <param name="Mismatches">How many of them had a different logit.</param>
/// <param name="First">The first of these; null if there is none.</param>
public sealed record KernelVerification(string Kernel, bool Ran, string? NotRunBecause, long Cases, long Mismatches, KernelMismatch? First)
{
    /// <summary>The number of random networks that it computed; null for a run with one network.</summary>
    public int? Networks { get; init; }
}

/// <summary>The first place at which a kernel differed from the reference.</summary>
/// <param name="Case">Which case, in words, with what is needed to make it again.</param>
/// <param name="Layer">The first layer that differs when every stage is given the reference's input.</param>
/// <param name="Position">Where in the layer: time, frequency and channel, or label.</param>
/// <param name="Expected">The reference's value; null if a value of some layer does not fit 32 bits, so that it has none.</param>
/// <param name="Actual">The kernel's value; null likewise.</param>
public sealed record KernelMismatch(string Case, string Layer, string Position, int? Expected, int? Actual);
