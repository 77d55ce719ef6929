namespace Kws.Benchmarks.Results;

/// <summary>One measurement.</summary>
/// <param name="Part">What was computed: <see cref="Network"/> or a stage.</param>
/// <param name="Contender">By whom.</param>
/// <param name="Batch">Fingerprints given to one call.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Nanoseconds">Time per fingerprint: the least of the iterations, since whatever disturbs one makes it longer.</param>
/// <param name="Median">The median of the iterations of the same pass: far above the least where the machine was busy.</param>
/// <param name="AllocatedBytes">Managed memory allocated per fingerprint.</param>
internal sealed record Result(
    string Part, string Contender, int Batch, int Threads, double Nanoseconds, double Median, double AllocatedBytes)
{
    /// <summary>The whole network.</summary>
    public const string Network = "Network";
}
