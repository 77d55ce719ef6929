using System.Collections.Immutable;
using System.Numerics;
using Kws.Fast;

namespace Kws.Bulk.Jobs;

/// <summary>Counts.</summary>
internal sealed class SummaryCounter(int labels) : IJobCounts
{
    /// <summary>Margins are below 2^33.</summary>
    private const int Bins = 34;

    private readonly long[] _labels = new long[labels];
    private readonly long[] _margins = new long[Bins];

    public long Count { get; private set; }

    public long Skipped { get; set; }

    public BulkSummary Summary => new(Count, Skipped, [.. _labels], [.. _margins]);

    /// <summary>All counts, as a journal has them.</summary>
    public ImmutableArray<long> Counts => [Count, Skipped, .. _labels, .. _margins];

    /// <summary>Goes on from the counts of a journal.</summary>
    public void Restore(ImmutableArray<long> counts)
    {
        (Count, Skipped) = (counts[0], counts[1]);
        counts.AsSpan()[2..(2 + _labels.Length)].CopyTo(_labels);
        counts.AsSpan()[(2 + _labels.Length)..].CopyTo(_margins);
    }

    public void Add(ReadOnlySpan<int> logits)
    {
        for (; !logits.IsEmpty; logits = logits[_labels.Length..])
        {
            Classification classification = Classification.FromLogits(logits[.._labels.Length]);
            _labels[classification.Label]++;
            _margins[classification.Margin == 0 ? 0 : BitOperations.Log2((ulong)classification.Margin) + 1]++;
            Count++;
        }
    }
}
