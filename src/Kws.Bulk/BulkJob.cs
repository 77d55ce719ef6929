using Kws.Bulk.Jobs;
using Kws.Fast;
using Kws.Model;

namespace Kws.Bulk;

/// <summary>
/// Classifies all fingerprints of some inputs into files, so that nothing is lost when it is interrupted: results go to <c>NAME.part</c>,
/// and a journal beside the first output, <c>NAME.journal</c>, says how far they belong together. At the end parts get their names, and
/// the journal is deleted.
/// </summary>
public sealed class BulkJob
{
    private readonly KwsClassifier _classifier;
    private readonly IReadOnlyList<BulkInput> _inputs;
    private readonly IReadOnlyList<BulkOutput> _outputs;
    private readonly BulkJobOptions _options;
    private SummaryCounter _counter;

    /// <summary>Makes a job; nothing is opened.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="inputs">The inputs to classify, in this order.</param>
    /// <param name="outputs">The files to write; none for the summary alone.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">The classifier, the inputs or the outputs are null.</exception>
    /// <exception cref="ArgumentException">An input or output is null, or has no path, function or format.</exception>
    public BulkJob(
        KwsClassifier classifier, IReadOnlyList<BulkInput> inputs, IReadOnlyList<BulkOutput> outputs, BulkJobOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        CheckNone(inputs, input => input is not { Name: not null, Open: not null }, nameof(inputs));
        CheckNone(outputs, output => output is not { Path: not null, Format: not null }, nameof(outputs));
        _classifier = classifier;
        _inputs = inputs;
        _outputs = outputs;
        _options = options ?? new BulkJobOptions();
        _counter = new SummaryCounter(classifier.Model.Network.LabelCount);
    }

    /// <summary>
    /// True after a failure if what was done is kept: only the work of less than <see cref="BulkJobOptions.CheckpointInterval"/> is not.
    /// </summary>
    public bool CanResume { get; private set; }

    /// <summary>True after the failure of one bad fingerprint, which <see cref="BulkJobOptions.SkippedPath"/> leaves out.</summary>
    public bool CanSkip { get; private set; }

    /// <summary>The number of fingerprints done, those of earlier runs included.</summary>
    public long Done => _counter.Count;

    /// <summary>Does the job, or the rest of it.</summary>
    /// <param name="progress">Told several times a second how far the job is.</param>
    /// <param name="cancellationToken">Stops the job so that it can be resumed.</param>
    /// <returns>Counts over the whole job, runs before this one included.</returns>
    /// <exception cref="ArgumentException">
    /// An output has another number of labels than the model, or a job with an input that can be read only once has parts or should be
    /// resumed.
    /// </exception>
    /// <exception cref="KwsFormatException">
    /// An input is damaged or a fingerprint is bad; or the job cannot be resumed: an input has changed, a part is missing.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read or written. What is done is kept to be resumed.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a file is denied.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. What is done is kept to be resumed.</exception>
    public async Task<BulkSummary> RunAsync(IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (_outputs.FirstOrDefault(output => output.Format.LabelCount != _classifier.Model.Network.LabelCount) is { } other)
        {
            throw new ArgumentException(
                $"{other.Path} has {other.Format.LabelCount} labels, the model {_classifier.Model.Network.LabelCount}");
        }

        var plan = PartPlan.Make(_inputs, _classifier.Model.Network.Input, _options.Part, cancellationToken);
        (_counter, CanResume, CanSkip) = (new SummaryCounter(_classifier.Model.Network.LabelCount), false, false);
        var job = new JobDescription(
            JobDescription.TextOf(_classifier.Model), plan, [.. _outputs.Select(output => (output.Path, (IOutputFormat)output.Format))],
            _options.SkippedPath);
        using var files = new JobFiles(job, _inputs);
        try
        {
            await Job.RunAsync(
                files, _counter, _options.Resume, _options.Notice,
                journal => ClassifyAsync(
                    files, plan, journal, new ProgressMeter(progress, plan.Shares, _options.Time), cancellationToken),
                cancellationToken).ConfigureAwait(false);
            return _counter.Summary;
        }
        catch
        {
            CanResume = files.IsSaved;
            throw;
        }
    }

    private static void CheckNone<T>(IReadOnlyList<T> items, Predicate<T?> isMissing, string name)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (isMissing(items[i]))
            {
                throw new ArgumentException($"element {i} is null or has a null property, expected none", name);
            }
        }
    }

    private async Task ClassifyAsync(
        JobFiles files, PartPlan plan, Journal? journal, ProgressMeter meter, CancellationToken cancellationToken)
    {
        var pipeline = new BlockPipeline(
            _classifier,
            new BulkOptions { DegreeOfParallelism = _options.DegreeOfParallelism, SkipBad = _options.SkippedPath is not null });
        try
        {
            IAsyncEnumerable<FingerprintBlock> blocks =
                pipeline.RunAsync(ShareSources.Open(plan.Shares, _classifier.Model.Network.Input, journal), cancellationToken);
            await ClassifyAsync(files, plan.FirstIndex, blocks, meter).ConfigureAwait(false);
        }
        finally
        {
            CanSkip = pipeline.MetBad;
        }
    }

    private async Task ClassifyAsync(
        JobFiles files, long firstIndex, IAsyncEnumerable<FingerprintBlock> blocks, ProgressMeter meter)
    {
        var checkpoints = new Checkpoints(files, _counter, _options.CheckpointInterval, _options.Time);
        await foreach (FingerprintBlock block in blocks.ConfigureAwait(false))
        {
            var classified = new ClassifiedBlock(block, _classifier.Model.Network.LabelCount, firstIndex + _counter.Count);
            Append(files, classified);
            _options.Classified?.Invoke(classified);
            _counter.Add(classified.Logits.Span);
            _counter.Skipped += block.Bad.Count;
            if (checkpoints.MoveTo(block.Input, block.End))
            {
                // A kilobyte a block is what is left over. The collector would let it grow to the size of the third-level cache, which on
                // a server is hundreds of megabytes; there is next to nothing to be kept, so that this takes no time.
                GC.Collect(generation: 0);
            }

            meter.Report(block, _counter);
        }
    }

    private void Append(JobFiles files, ClassifiedBlock block)
    {
        ReadOnlySpan<int> logits = block.Logits.Span;
        for (int i = 0; i < _outputs.Count; i++)
        {
            ResultFormat format = _outputs[i].Format;
            Span<byte> room = files.Reserve(i, block.Count * format.MaxBytes);
            files.Advance(i, format.Encode(logits, block.FirstIndex, room));
        }

        files.Skip(block.Skipped);
    }
}
