using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Data;

/// <summary>Counts for each part of a data set what a model takes labelled fingerprints for.</summary>
/// <param name="model">The model.</param>
public sealed class Evaluator(KwsModel model)
{
    private readonly List<(int Truth, Split Split)> _cases = [];
    private readonly List<sbyte> _fingerprints = [];
    private readonly Dictionary<Split, ConfusionMatrix> _matrices = CreateMatrices(model);

    /// <summary>The number of fingerprints added.</summary>
    public int Count => _cases.Count;

    /// <summary>The counts of one part.</summary>
    /// <param name="split">The part.</param>
    public ConfusionMatrix this[Split split] => _matrices[split];

    /// <summary>Adds a fingerprint.</summary>
    /// <param name="truth">Its true label.</param>
    /// <param name="split">Its part.</param>
    /// <param name="fingerprint">The fingerprint itself.</param>
    /// <param name="predicted">The label that the model gave it.</param>
    public void Add(int truth, Split split, ReadOnlySpan<sbyte> fingerprint, int predicted)
    {
        _cases.Add((truth, split));
        _fingerprints.AddRange(fingerprint);
        _matrices[split].Add(truth, predicted);
    }

    /// <summary>The fingerprints of some parts, back to back, with their true labels.</summary>
    /// <param name="splits">The parts.</param>
    public (sbyte[] Fingerprints, int[] Truths) CasesOf(IReadOnlyCollection<Split> splits)
    {
        int length = model.Network.Input.Count;
        int[] wanted = [.. Enumerable.Range(0, _cases.Count).Where(i => splits.Contains(_cases[i].Split))];
        var fingerprints = new sbyte[wanted.Length * length];
        for (int i = 0; i < wanted.Length; i++)
        {
            CollectionsMarshal.AsSpan(_fingerprints).Slice(wanted[i] * length, length).CopyTo(fingerprints.AsSpan(i * length));
        }

        return (fingerprints, [.. wanted.Select(i => _cases[i].Truth)]);
    }

    /// <summary>The counts of all parts for another labelling of the same fingerprints.</summary>
    /// <param name="classify">Gives the label of one fingerprint; it is called from several threads.</param>
    /// <param name="threads">The most threads to use; -1 for one a processor.</param>
    /// <param name="progress">Receives the number of fingerprints done.</param>
    /// <param name="cancellation">Stops the work between fingerprints.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyDictionary<Split, ConfusionMatrix> Recount(
        Func<ReadOnlySpan<sbyte>, int> classify, int threads, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(classify);
        int length = model.Network.Input.Count;
        var labels = new int[_cases.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers.AtMost(threads), CancellationToken = cancellation };
        long done = 0;
        Parallel.For(0, labels.Length, options, i =>
        {
            labels[i] = classify(CollectionsMarshal.AsSpan(_fingerprints).Slice(i * length, length));
            progress?.Report(Interlocked.Increment(ref done));
        });
        Dictionary<Split, ConfusionMatrix> matrices = CreateMatrices(model);
        foreach (((int truth, Split split), int predicted) in _cases.Zip(labels))
        {
            matrices[split].Add(truth, predicted);
        }

        return matrices;
    }

    private static Dictionary<Split, ConfusionMatrix> CreateMatrices(KwsModel model) =>
        Enum.GetValues<Split>().ToDictionary(split => split, _ => new ConfusionMatrix(model.Network.LabelCount));
}
