namespace Kws.Benchmarks.Results;

/// <summary>One measurement.</summary>
/// <param name="Part">What was computed: <see cref="Network"/> or a stage.</param>
/// <param name="Contender">By whom.</param>
/// <param name="Batch">Fingerprints given to one call.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Nanoseconds">Time per fingerprint: the median of the iterations, which other work on the machine disturbs the least.</param>
/// <param name="Error">Half the 99.9 % confidence interval of their mean.</param>
/// <param name="AllocatedBytes">Managed memory allocated per fingerprint.</param>
internal sealed record Result(string Part, string Contender, int Batch, int Threads, double Nanoseconds, double Error, double AllocatedBytes)
{
    /// <summary>The whole network.</summary>
    public const string Network = "Network";
}
