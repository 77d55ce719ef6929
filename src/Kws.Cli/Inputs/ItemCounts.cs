using System.Collections.Immutable;
using Kws.Bulk.Jobs;

namespace Kws.Cli;

/// <summary>Counts items that are done, and those that were left out.</summary>
internal sealed class ItemCounts : IJobCounts
{
    public long Done { get; set; }

    public long Skipped { get; set; }

    public ImmutableArray<long> Counts => [Done, Skipped];

    public void Restore(ImmutableArray<long> counts) => (Done, Skipped) = (counts[0], counts[1]);
}
