using Kws.Audio;
using Kws.Fast;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Training.Runs;

/// <summary>
/// The examples of which a training shows the accuracy: all clips of the validation set as they are, and as many examples made of them as
/// batches are made, a thousand at least.
/// </summary>
public sealed class ValidationSet
{
    private const int FewestMade = 1000;

    /// <summary>Examples that are classified at once, a few milliseconds' work.</summary>
    private const int AtOnce = 256;

    private readonly sbyte[] _fingerprints;
    private readonly int[] _labels;

    /// <summary>Makes the examples. Those of the same sound are always the same.</summary>
    /// <param name="bank">The sound.</param>
    /// <param name="threads">The most threads to use; -1 for one per processor.</param>
    public ValidationSet(SoundBank bank, int threads = -1)
    {
        ArgumentNullException.ThrowIfNull(bank);
        SoundClip[] clips = [.. bank.Clips.Where(clip => clip.Split == Split.Validation)];
        int made = Math.Max(clips.Length, FewestMade);
        var extractor = new FingerprintExtractor(bank.FrontEnd);
        int length = extractor.FingerprintLength;
        _fingerprints = new sbyte[(clips.Length + made) * length];
        _labels = [.. clips.Select(clip => clip.Label), .. new int[made]];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers.AtMost(threads) };
        Parallel.For(
            0, clips.Length, options,
            i => extractor.Extract(clips[i].Second(bank.FrontEnd), _fingerprints.AsSpan(i * length, length)));
        using var source = new BatchSource(bank, Split.Validation, seed: 0, threads);
        source.Fill(0, _fingerprints.AsMemory(clips.Length * length), _labels.AsMemory(clips.Length));
    }

    /// <summary>The number of examples.</summary>
    public int Count => _labels.Length;

    /// <summary>The balanced accuracy of a model, by the integers of inference.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Stops between examples.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public double Accuracy(KwsModel model, CancellationToken cancellation = default)
    {
        var predicted = new int[Count];
        var classifier = new KwsClassifier(model);
        int length = classifier.FingerprintLength;
        for (int from = 0; from < Count; from += AtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(AtOnce, Count - from);
            classifier.Classify(_fingerprints.AsSpan(from * length, count * length), predicted.AsSpan(from, count));
        }

        var matrix = new ConfusionMatrix(model.Network.LabelCount);
        foreach ((int truth, int label) in _labels.Zip(predicted))
        {
            matrix.Add(truth, label);
        }

        return matrix.BalancedAccuracy!.Value;
    }
}
