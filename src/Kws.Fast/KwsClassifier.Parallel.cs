using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Kws.Model;

namespace Kws.Fast;

public sealed partial class KwsClassifier
{
    // A worker takes so many fingerprints at a time that handing them over costs little, and so few that none is left with much to do when
    // the others are done, and a cancellation is prompt.
    private const int MinPerBlock = 64;
    private const int MaxPerBlock = 256;

    private const int BlocksPerWorker = 4;

    private const string BothFromTheStart = "Both overloads are in the first version, and the type of the results tells them apart.";

    /// <summary>The labels of many fingerprints, computed on several threads. Blocks until all are done.</summary>
    /// <param name="fingerprints">N fingerprints back to back.</param>
    /// <param name="labels">Receives N labels.</param>
    /// <param name="degreeOfParallelism">The most threads to use; -1 for one a processor.</param>
    /// <param name="cancellationToken">
    /// Stops the work between blocks of at most 256 fingerprints; labels of blocks already done are written.
    /// </param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="FingerprintRangeException">
    /// A value lies outside [-32, 31]; the message names the first such fingerprint, index and value. What belongs to fingerprints in
    /// blocks behind it may have been written.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The degree of parallelism is neither -1 nor positive.</exception>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits; see <see cref="Infer"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = BothFromTheStart)]
    public void ClassifyParallel(
        ReadOnlyMemory<sbyte> fingerprints, Memory<int> labels, int degreeOfParallelism = -1,
        CancellationToken cancellationToken = default) =>
        ClassifyParallel<int, ArgMax>(fingerprints, labels, nameof(labels), degreeOfParallelism, cancellationToken);

    /// <summary>
    /// The labels of many fingerprints, each with its logit and its margin over the second best, computed on several threads. Blocks until
    /// all are done.
    /// </summary>
    /// <param name="fingerprints">N fingerprints back to back.</param>
    /// <param name="classifications">Receives N classifications.</param>
    /// <param name="degreeOfParallelism">The most threads to use; -1 for one per processor.</param>
    /// <param name="cancellationToken">Stops the work between blocks of at most 256 fingerprints; blocks already done are written.</param>
    /// <inheritdoc cref="ClassifyParallel(ReadOnlyMemory{sbyte}, Memory{int}, int, CancellationToken)" path="/exception"/>
    [SuppressMessage("ApiDesign", "RS0026", Justification = BothFromTheStart)]
    public void ClassifyParallel(
        ReadOnlyMemory<sbyte> fingerprints,
        Memory<Classification> classifications,
        int degreeOfParallelism = -1,
        CancellationToken cancellationToken = default) => ClassifyParallel<Classification, Classification>(
            fingerprints, classifications, nameof(classifications), degreeOfParallelism, cancellationToken);

    /// <summary>The logits of many fingerprints, computed on several threads. Blocks until all are done.</summary>
    /// <param name="fingerprints">N fingerprints back to back.</param>
    /// <param name="logits">Receives N x labels logits.</param>
    /// <param name="degreeOfParallelism">The most threads to use; -1 for one a processor.</param>
    /// <param name="cancellationToken">
    /// Stops the work between blocks of at most 256 fingerprints; logits of blocks already done are written.
    /// </param>
    /// <inheritdoc cref="ClassifyParallel(ReadOnlyMemory{sbyte}, Memory{int}, int, CancellationToken)" path="/exception"/>
    public void InferParallel(
        ReadOnlyMemory<sbyte> fingerprints, Memory<int> logits, int degreeOfParallelism = -1, CancellationToken cancellationToken = default)
    {
        int classes = Model.Network.LabelCount;
        CheckLengths(fingerprints.Length, logits.Length, classes, nameof(logits));
        ForEachBlock(
            logits.Length / classes,
            (first, count) => InferFrom(Slice(fingerprints, first, count), logits.Span.Slice(first * classes, count * classes), first),
            degreeOfParallelism,
            cancellationToken);
    }

    private void ClassifyParallel<TResult, TReading>(
        ReadOnlyMemory<sbyte> fingerprints,
        Memory<TResult> results,
        string resultsName,
        int degreeOfParallelism,
        CancellationToken cancellationToken)
        where TReading : ILogitsReading<TResult>
    {
        CheckLengths(fingerprints.Length, results.Length, 1, resultsName);
        ForEachBlock(
            results.Length,
            (first, count) => ClassifyFrom<TResult, TReading>(Slice(fingerprints, first, count), results.Span.Slice(first, count), first),
            degreeOfParallelism,
            cancellationToken);
    }

    private static void ForEachBlock(int count, Action<int, int> run, int degreeOfParallelism, CancellationToken cancellationToken)
    {
        if (degreeOfParallelism is 0 or < -1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(degreeOfParallelism), degreeOfParallelism, "expected -1 for one thread a processor, or a positive number");
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (count == 0)
        {
            return;
        }

        int workers = Workers.AtMost(degreeOfParallelism);
        int size = (int)Math.Clamp(count / ((long)BlocksPerWorker * workers), MinPerBlock, MaxPerBlock);
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
        ConcurrentQueue<(int Block, Exception Exception)> failures = [];

        // Blocks are handed out one by one: Parallel.For gives a worker ever more at a time, and then one may wait for the other.
        Parallel.ForEach(Partitioner.Create(0, count, size), options, (block, state) =>
        {
            (int first, int end) = block;
            try
            {
                run(first, end - first);
            }
            catch (Exception e)
            {
                // Break, unlike an exception, still finishes the blocks before this one: what is thrown is what one thread would have met
                // first.
                failures.Enqueue((first, e));
                state.Break();
            }
        });

        if (!failures.IsEmpty)
        {
            ExceptionDispatchInfo.Throw(failures.MinBy(failure => failure.Block).Exception);
        }
    }

    private ReadOnlySpan<sbyte> Slice(ReadOnlyMemory<sbyte> fingerprints, int first, int count) =>
        fingerprints.Span.Slice(first * FingerprintLength, count * FingerprintLength);
}
