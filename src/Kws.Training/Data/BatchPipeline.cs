namespace Kws.Training.Data;

/// <summary>Makes the next batch on other threads while the trainer works on the one before.</summary>
/// <param name="source">Makes the batches.</param>
/// <param name="batchSize">Examples of a batch.</param>
/// <param name="first">The first step.</param>
/// <param name="end">The step after the last.</param>
public sealed class BatchPipeline(BatchSource source, int batchSize, long first, long end)
{
    private Task<Batch>? _next = first < end ? Start(source, batchSize, first, null) : null;
    private Batch? _last;
    private long _step = first;

    /// <summary>The batch of the next step. The arrays of the one before are used again.</summary>
    /// <exception cref="InvalidOperationException">All steps are done.</exception>
    public Batch Next()
    {
        Batch batch = (_next ?? throw new InvalidOperationException($"all steps are done, the last was {end - 1}"))
            .GetAwaiter().GetResult();
        _next = ++_step < end ? Start(source, batchSize, _step, _last) : null;
        return _last = batch;
    }

    /// <summary>Waits until no thread works on a batch any more.</summary>
    public void Finish() => _next?.Wait();

    private static Task<Batch> Start(BatchSource source, int batchSize, long step, Batch? used) => Task.Run(() =>
    {
        Batch batch = used ?? new(new sbyte[batchSize * source.FingerprintLength], new int[batchSize]);
        source.Fill(step, batch.Fingerprints, batch.Labels);
        return batch;
    });
}
