namespace Kws.Bulk;

/// <summary>The options of bulk classification.</summary>
public sealed record BulkOptions
{
    /// <summary>The most threads that classify; -1 for one a processor. Reading and whoever takes the results come on top.</summary>
    public int DegreeOfParallelism { get; init; } = -1;

    /// <summary>
    /// Leaves out fingerprints that cannot be classified and reports them with their block, instead of ending with an exception.
    /// </summary>
    public bool SkipBad { get; init; }
}
