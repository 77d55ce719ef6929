using System.Collections.Immutable;
using System.Numerics;
using Kws.Fast;

namespace Kws.Bulk.Jobs;

/// <summary>What many fingerprints were taken for, and by what leads.</summary>
/// <param name="Count">How many were classified.</param>
/// <param name="Skipped">How many were bad and left out.</param>
/// <param name="Labels">How many got each label.</param>
/// <param name="Margins">
/// How many had which margin (<see cref="Classification.Margin"/>): 0, 1, 2 to 3, 4 to 7, and so on, the upper end doubling.
/// </param>
public sealed record BulkSummary(long Count, long Skipped, ImmutableArray<long> Labels, ImmutableArray<long> Margins);

/// <summary>Counts.</summary>
internal sealed class SummaryCounter(int labels)
{
    /// <summary>Margins are below 2^33.</summary>
    private const int Bins = 34;

    private readonly long[] _labels = new long[labels];
    private readonly long[] _margins = new long[Bins];

    public long Count { get; private set; }

    public long Skipped { get; set; }

    public BulkSummary Summary => new(Count, Skipped, [.. _labels], [.. _margins]);

    public void Restore(BulkSummary summary)
    {
        (Count, Skipped) = (summary.Count, summary.Skipped);
        summary.Labels.CopyTo(_labels);
        summary.Margins.CopyTo(_margins);
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
