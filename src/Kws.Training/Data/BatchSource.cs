using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Augmentation;

namespace Kws.Training.Data;

/// <summary>
/// Batches of examples made of the sound of one set: as recorded, or shifted, cut, faster or slower, louder or quieter, with noise.
/// A batch is a pure function of seed and step, whatever the number of threads.
/// </summary>
/// <remarks>
/// Every keyword and <c>_silence_</c> has one part of a batch, <c>_unknown_</c> two, to within one example. Of <c>_unknown_</c> other words
/// are three sevenths, parts of keywords one and running speech three, by chance; the share of a kind that is missing goes to the others.
/// </remarks>
public sealed class BatchSource : IDisposable
{
    private readonly ImmutableArray<double> _labelShares;
    private readonly ThreadLocal<IExampleMaker> _makers;
    private readonly long _seed;
    private readonly int _threads;

    /// <summary>Makes a source.</summary>
    /// <param name="bank">The sound. The set must have clips of every keyword.</param>
    /// <param name="split">The set.</param>
    /// <param name="seed">Decides all batches.</param>
    /// <param name="threads">The most threads to use; -1 for one per processor.</param>
    public BatchSource(SoundBank bank, Split split, long seed, int threads = -1)
        : this(new Materials(bank ?? throw new ArgumentNullException(nameof(bank)), split), null, seed, threads)
    {
    }

    /// <summary>Makes a source of examples made in another way.</summary>
    /// <param name="materials">The sound.</param>
    /// <param name="createMaker">Makes a maker for each thread; null for those of the sound alone.</param>
    /// <param name="seed">Decides all batches.</param>
    /// <param name="threads">The most threads to use; -1 for one per processor.</param>
    internal BatchSource(Materials materials, Func<IExampleMaker>? createMaker, long seed, int threads)
    {
        _labelShares = materials.LabelShares;
        _makers = new(createMaker ?? (() => new ExampleMaker(materials)));
        _seed = seed;
        _threads = Workers.AtMost(threads);
        FingerprintLength = materials.Extractor.FingerprintLength;
    }

    /// <summary>The values of one fingerprint.</summary>
    public int FingerprintLength { get; }

    /// <summary>Makes the batch of a step.</summary>
    /// <param name="step">The step, 0 or more.</param>
    /// <param name="fingerprints">Receives the fingerprints back to back.</param>
    /// <param name="labels">Receives their labels; its length is the size of the batch.</param>
    /// <param name="cancellation">Stops between examples.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Fill(long step, Memory<sbyte> fingerprints, Memory<int> labels, CancellationToken cancellation = default)
    {
        if (fingerprints.Length != (long)labels.Length * FingerprintLength)
        {
            throw new ArgumentException(
                $"room for {fingerprints.Length} values, expected {FingerprintLength} for each of {labels.Length} labels",
                nameof(fingerprints));
        }

        // Labels are dealt by points at equal distances from a random one: every batch has their shares.
        double begin = new RandomStream(_seed, step).NextDouble();
        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
        Parallel.For(0, labels.Length, options, i =>
        {
            int label = Shares.At(_labelShares, (i + begin) / labels.Length);
            labels.Span[i] = label;
            _makers.Value!.Make(
                label, new RandomStream(_seed, step, i), fingerprints.Span.Slice(i * FingerprintLength, FingerprintLength));
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _makers.Dispose();
}
