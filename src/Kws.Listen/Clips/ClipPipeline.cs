using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Dataflow;
using Kws.Fast;
using Kws.Model;

namespace Kws.Listen.Clips;

/// <summary>
/// Reads, extracts and classifies clips on several threads, and hands the results over in the order of the clips. Any number of clips needs
/// the same memory.
/// </summary>
internal sealed class ClipPipeline(KwsClassifier classifier, IClipReading reading, int threads)
{
    /// <summary>Blocks on their way for each thread: enough that one slow block does not stop the others.</summary>
    private const int BlocksPerThread = 4;

    private readonly int _threads = threads > 0 ? Workers.AtMost(threads) : Environment.ProcessorCount;

    /// <summary>Classifies clips. Blocks until all are handed over; a clip that fails does not stop the others.</summary>
    /// <param name="clips">WAV files.</param>
    /// <param name="handle">Receives every clip, on the calling thread.</param>
    /// <param name="cancellation">Stops the work between clips.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run(IEnumerable<Clip> clips, ClipHandler handle, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var workers = new TransformBlock<ClipBlock, ClipBlock>(
            block => Compute(block, stop.Token),
            new ExecutionDataflowBlockOptions
            {
                MaxDegreeOfParallelism = _threads,
                BoundedCapacity = BlocksPerThread * _threads,
                CancellationToken = stop.Token,
                SingleProducerConstrained = true,
            });
        try
        {
            Feed(workers, clips, handle);
        }
        finally
        {
            // Where the handler or the list of clips failed, nobody takes what is still on its way.
            stop.Cancel();
        }
    }

    private void Feed(TransformBlock<ClipBlock, ClipBlock> workers, IEnumerable<Clip> clips, ClipHandler handle)
    {
        var free = new Stack<ClipBlock>();
        int limit = 1;
        ClipBlock block = NextFree();
        Exception? noMoreClips = null;
        foreach (Clip clip in UntilFailure(clips, failure => noMoreClips = failure))
        {
            block.Add(clip);
            if (block.IsFull)
            {
                Send();
                block = NextFree();
            }
        }

        if (block.Count > 0)
        {
            Send();
        }

        workers.Complete();
        while (TryHandOver())
        {
        }

        // Throws if the run was cancelled.
        workers.Completion.GetAwaiter().GetResult();
        if (noMoreClips is not null)
        {
            // A folder that cannot be read does not take away what was found before it.
            ExceptionDispatchInfo.Throw(noMoreClips);
        }

        // The first blocks are small, so that a few clips, which may be long, occupy all threads.
        ClipBlock NextFree()
        {
            ClipBlock next = free.Count > 0
                ? free.Pop()
                : new ClipBlock(classifier.FingerprintLength, classifier.Model.Network.LabelCount);
            next.Limit = limit;
            limit = Math.Min(2 * limit, ClipBlock.Capacity);
            return next;
        }

        void Send()
        {
            while (!workers.Post(block))
            {
                // As many as may be are on their way, or the run was cancelled.
                if (!TryHandOver())
                {
                    workers.Completion.GetAwaiter().GetResult();
                }
            }
        }

        // Waits for the next block in order; false if there will be none.
        bool TryHandOver()
        {
            // What is available may be gone again when the run is cancelled.
            if (!workers.OutputAvailableAsync().GetAwaiter().GetResult() || !workers.TryReceive(out ClipBlock? done))
            {
                return false;
            }

            if (done.Defect is { } defect)
            {
                ExceptionDispatchInfo.Throw(defect);
            }

            for (int i = 0; i < done.Count; i++)
            {
                handle(done[i]);
            }

            done.Clear();
            free.Push(done);
            return true;
        }
    }

    private static IEnumerable<Clip> UntilFailure(IEnumerable<Clip> clips, Action<Exception> failed)
    {
        using IEnumerator<Clip> enumerator = clips.GetEnumerator();
        while (true)
        {
            try
            {
                if (!enumerator.MoveNext())
                {
                    yield break;
                }
            }
            catch (Exception e)
            {
                failed(e);
                yield break;
            }

            yield return enumerator.Current;
        }
    }

    /// <summary>
    /// An exception that is no clip's fault travels with its block, so that what one thread would have met first is what is thrown.
    /// </summary>
    private ClipBlock Compute(ClipBlock block, CancellationToken cancellation)
    {
        try
        {
            Read(block, cancellation);
            Infer(block);
        }
        catch (Exception e)
        {
            block.Defect = e;
        }

        return block;
    }

    private void Read(ClipBlock block, CancellationToken cancellation)
    {
        for (int i = 0; i < block.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                block.SetStart(i, reading.Read(block[i].Clip, block.FingerprintOf(i)));
            }
            catch (Exception e) when (
                e is KwsFormatException or IOException or UnauthorizedAccessException or OverflowException
                    or ArgumentException { ParamName: "path" })
            {
                block.SetFailure(i, e);
            }
        }
    }

    private void Infer(ClipBlock block)
    {
        try
        {
            classifier.Infer(block.Fingerprints, block.Logits);
        }
        catch (OverflowException)
        {
            InferOneByOne(block);
        }
    }

    /// <summary>A value beyond 32 bits, possible with several blocks or enormous biases only, is the failure of its own clip.</summary>
    private void InferOneByOne(ClipBlock block)
    {
        for (int i = 0; i < block.Count; i++)
        {
            try
            {
                classifier.Infer(block.FingerprintOf(i), block.LogitsOf(i));
            }
            catch (OverflowException e)
            {
                if (block[i].Failure is null)
                {
                    block.SetFailure(i, e);
                }
            }
        }
    }
}
