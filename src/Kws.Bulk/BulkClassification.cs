using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Kws.Fast;
using Kws.Model;

namespace Kws.Bulk;

/// <summary>Classifies any number of fingerprints in constant memory, on several threads, in order.</summary>
public static class BulkClassification
{
    /// <summary>
    /// The logits of all fingerprints of a source, block by block in the source's order. Reading runs ahead by a few blocks and waits when
    /// nobody takes the results; a block with what has come is not held back for fingerprints still to come.
    /// </summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="source">The fingerprints; disposed at the end, so that they can be enumerated once only.</param>
    /// <param name="options">How; null for one thread a processor and an exception for a bad fingerprint.</param>
    /// <param name="cancellationToken">
    /// Ends reading and waiting. Blocks already being classified are finished first, in milliseconds.
    /// </param>
    /// <exception cref="KwsFormatException">
    /// While enumerating: the source is damaged, or a fingerprint is bad; all blocks before were delivered.
    /// </exception>
    /// <exception cref="IOException">While enumerating: the source cannot be read.</exception>
    /// <exception cref="ArgumentException">The source's fingerprints have another shape than the model's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The degree of parallelism is neither -1 nor positive.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: the token was cancelled.</exception>
    public static IAsyncEnumerable<ClassifiedBlock> ClassifyAsync(
        this KwsClassifier classifier, FingerprintSource source, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(source);
        if (source.Shape != classifier.Model.Network.Input)
        {
            throw new ArgumentException(
                $"{source.Name} has fingerprints of {source.Shape}, expected {classifier.Model.Network.Input}", nameof(source));
        }

        var pipeline = new BlockPipeline(classifier, options ?? new BulkOptions());
        return Run(cancellationToken);

        // The token of the call and that of WithCancellation are combined by the compiler.
        async IAsyncEnumerable<ClassifiedBlock> Run([EnumeratorCancellation] CancellationToken token)
        {
            long done = 0;
            await foreach (FingerprintBlock block in pipeline.RunAsync([(0, source, source.Begin)], token).ConfigureAwait(false))
            {
                yield return new ClassifiedBlock(block, classifier.Model.Network.LabelCount, done);
                done += block.Count;
            }
        }
    }

    /// <summary>The same for fingerprints that a program makes.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="fingerprints">
    /// Every element is one fingerprint or several, back to back; it may be reused when the next one is asked for.
    /// </param>
    /// <inheritdoc cref="ClassifyAsync(KwsClassifier, FingerprintSource, BulkOptions?, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<ClassifiedBlock> ClassifyAsync(
        this KwsClassifier classifier, IAsyncEnumerable<ReadOnlyMemory<sbyte>> fingerprints)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(fingerprints);
        return classifier.ClassifyAsync(FingerprintSource.From(fingerprints, classifier.Model.Network.Input));
    }

    /// <summary>The same for int8 fingerprints back to back, that come through a pipe.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="fingerprints">The pipe; completed at the end. While results are not taken it fills up, and its writer waits.</param>
    /// <inheritdoc cref="ClassifyAsync(KwsClassifier, FingerprintSource, BulkOptions?, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<ClassifiedBlock> ClassifyAsync(this KwsClassifier classifier, PipeReader fingerprints)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(fingerprints);
        return classifier.ClassifyAsync(FingerprintSource.FromPipe(fingerprints, classifier.Model.Network.Input));
    }
}
