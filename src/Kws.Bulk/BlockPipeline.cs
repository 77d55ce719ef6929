using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Kws.Fast;
using Kws.Model;

namespace Kws.Bulk;

/// <summary>
/// Claims blocks one after the other, loads and classifies several at a time, and delivers them in order. A fixed number of blocks goes
/// round, so that memory is constant and reading waits for whoever takes the results. Good for one run.
/// </summary>
internal sealed class BlockPipeline
{
    private readonly Network _network;
    private readonly Action<FingerprintBlock> _work;
    private readonly bool _keepsTags;
    private readonly bool _skipBad;
    private readonly int _degree;
    private readonly Stack<FingerprintBlock> _free = new();

    // Sources that have blocks on their way, and the one that is being read.
    private readonly ConcurrentQueue<FingerprintSource> _open = new();
    private FingerprintSource? _source;
    private SourcePosition _position;
    private int _input;

    public BlockPipeline(KwsClassifier classifier, BulkOptions options, bool keepsTags = false)
        : this(classifier.Model.Network, new BlockClassifier(classifier).Classify, options, keepsTags)
    {
    }

    /// <param name="network">The network that the fingerprints are for.</param>
    /// <param name="work">Loads a block and works on it, on any thread.</param>
    /// <param name="options">The number of threads, and whether bad fingerprints are skipped.</param>
    /// <param name="keepsTags">True if blocks have <see cref="FingerprintBlock.Tags"/>.</param>
    public BlockPipeline(Network network, Action<FingerprintBlock> work, BulkOptions options, bool keepsTags)
    {
        if (options.DegreeOfParallelism is 0 or < -1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.DegreeOfParallelism,
                "degree of parallelism: expected -1 for one thread a processor, or a positive number");
        }

        (_network, _work, _keepsTags) = (network, work, keepsTags);
        _skipBad = options.SkipBad;
        _degree = options.DegreeOfParallelism > 0 ? Workers.AtMost(options.DegreeOfParallelism) : Environment.ProcessorCount;
    }

    /// <summary>True if a bad fingerprint ended the run, and no damage of an input as a whole.</summary>
    public bool MetBad { get; private set; }

    /// <summary>Delivers all blocks of all sources; a block is used again when the next one is asked for.</summary>
    /// <param name="sources">
    /// Inputs with their numbers and where to begin. The next one is asked for when the one before is read; disposed here.
    /// </param>
    /// <param name="cancellationToken">Ends reading and waiting.</param>
    public async IAsyncEnumerable<FingerprintBlock> RunAsync(
        IEnumerable<(int Input, FingerprintSource Source, SourcePosition Start)> sources,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var workers = new SemaphoreSlim(_degree);
        using IEnumerator<(int, FingerprintSource, SourcePosition)> inputs = sources.GetEnumerator();
        var running = new Queue<Task<FingerprintBlock>>();
        Task<FingerprintBlock?>? claim = ClaimAsync(inputs, stop.Token);
        try
        {
            while (true)
            {
                // Finished blocks may wait for a slow one before them without a worker being idle.
                bool hasRoom = running.Count < 2 * _degree;
                if (hasRoom && claim is { IsCompletedSuccessfully: true })
                {
                    FingerprintBlock? claimed = await claim.ConfigureAwait(false);
                    claim = null;
                    if (claimed is not null)
                    {
                        running.Enqueue(ClassifyAsync(claimed, workers, stop.Token));
                        claim = ClaimAsync(inputs, stop.Token);
                    }
                }
                else if (running.TryPeek(out Task<FingerprintBlock>? first))
                {
                    if (hasRoom && claim is { IsCompleted: false } && !first.IsCompleted)
                    {
                        await Task.WhenAny((Task)first, claim).ConfigureAwait(false);
                        continue;
                    }

                    FingerprintBlock block = await first.ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!_skipBad && block.Bad is [var bad, ..])
                    {
                        MetBad = true;
                        throw new KwsFormatException(bad.Source, bad.Line, bad.Problem);
                    }

                    await CloseAsync(before: block.Source, isRead: true).ConfigureAwait(false);
                    yield return block;
                    _ = running.Dequeue();
                    _free.Push(block);
                }
                else if (claim is null)
                {
                    break;
                }
                else
                {
                    // Fails here, if it failed: everything before it is delivered.
                    _ = await claim.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            await CloseAsync(before: null, isRead: true).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (claim is null or { IsCompleted: true })
            {
                await CloseAsync(before: null, isRead: false).ConfigureAwait(false);
            }
            else
            {
                // A read that does not heed cancellation (of a terminal, of a pipe) would hold up whoever cancelled.
                _ = claim.ContinueWith(_ => CloseAsync(before: null, isRead: false).AsTask(), TaskScheduler.Default);
            }
        }
    }

    private async Task<FingerprintBlock?> ClaimAsync(
        IEnumerator<(int, FingerprintSource, SourcePosition)> inputs, CancellationToken cancellationToken)
    {
        if (!_free.TryPop(out FingerprintBlock? block))
        {
            block = new FingerprintBlock(_network.Input, _network.LabelCount) { Tags = _keepsTags ? [] : null };
        }

        while (true)
        {
            if (_source is null)
            {
                if (!inputs.MoveNext())
                {
                    return null;
                }

                (_input, _source, _position) = inputs.Current;
                _source.Bits = _network.InputBits;
                _open.Enqueue(_source);
            }

            block.Begin(_source, _input, _position);
            try
            {
                if (await _source.ClaimAsync(block, cancellationToken).ConfigureAwait(false))
                {
                    _position = block.End;
                    return block;
                }
            }
            catch (IOException e)
            {
                throw Named(e, _source);
            }

            _source = null;
        }
    }

    private async Task<FingerprintBlock> ClassifyAsync(FingerprintBlock block, SemaphoreSlim workers, CancellationToken cancellationToken)
    {
        await workers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(() => _work(block), cancellationToken).ConfigureAwait(false);
            return block;
        }
        catch (IOException e)
        {
            throw Named(e, block.Source!);
        }
        finally
        {
            workers.Release();
        }
    }

    /// <summary>The operating system says what went wrong, and not always where.</summary>
    private static IOException Named(IOException e, FingerprintSource source)
    {
        string fault = e.Message
            .Replace($" : '{source.Name}'", "", StringComparison.Ordinal)
            .Replace($" : '{Path.GetFullPath(source.Name)}'", "", StringComparison.Ordinal);
        return fault.Contains(source.Name, StringComparison.Ordinal) ? e : new IOException($"{source.Name}: {fault}", e);
    }

    private async ValueTask CloseAsync(FingerprintSource? before, bool isRead)
    {
        while (_open.TryPeek(out FingerprintSource? source) && source != before)
        {
            if (isRead)
            {
                source.CheckUnchanged();
            }

            _open.TryDequeue(out _);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }
}
