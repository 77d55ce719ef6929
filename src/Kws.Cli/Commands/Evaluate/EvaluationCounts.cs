using System.Collections.Immutable;
using Kws.Bulk.Jobs;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>Counts of each set of a data set: what a model takes its fingerprints for.</summary>
/// <param name="labels">The number of labels.</param>
internal sealed class EvaluationCounts(int labels) : IJobCounts
{
    private static readonly Split[] Splits = Enum.GetValues<Split>();

    private readonly ConfusionMatrix[] _matrices = [.. Splits.Select(_ => new ConfusionMatrix(labels))];

    public long Done => _matrices.Sum(matrix => matrix.Count);

    public long Skipped { get; set; }

    /// <summary>Fingerprints, those left out, and the matrices of all sets, row by row.</summary>
    public ImmutableArray<long> Counts => [Done, Skipped, .. _matrices.SelectMany(CellsOf)];

    public void Restore(ImmutableArray<long> counts) => Add(counts);

    /// <summary>Adds the counts of a journal.</summary>
    public void Add(ImmutableArray<long> counts)
    {
        Skipped += counts[1];
        int next = 2;
        foreach (ConfusionMatrix matrix in _matrices)
        {
            for (int i = 0; i < labels * labels; i++)
            {
                matrix.Add(i / labels, i % labels, counts[next++]);
            }
        }
    }

    /// <summary>Adds a fingerprint.</summary>
    public void Add(Split split, int truth, int predicted) => _matrices[Array.IndexOf(Splits, split)].Add(truth, predicted);

    public SplitResult ResultOf(Split split) => new(split, _matrices[Array.IndexOf(Splits, split)], Unshifted: null);

    private IEnumerable<long> CellsOf(ConfusionMatrix matrix) =>
        Enumerable.Range(0, labels * labels).Select(i => matrix[i / labels, i % labels]);
}
