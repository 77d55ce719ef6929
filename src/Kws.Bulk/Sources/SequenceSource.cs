using Kws.Model;

namespace Kws.Bulk.Sources;

/// <summary>The fingerprints that a program makes. A block holds those that are ready when it is asked for.</summary>
internal sealed class SequenceSource(
    IAsyncEnumerable<ReadOnlyMemory<sbyte>> fingerprints, string name, TensorShape shape) : RecordSource(name, shape)
{
    private IAsyncEnumerator<ReadOnlyMemory<sbyte>>? _enumerator;
    private Task<bool>? _next;
    private ReadOnlyMemory<sbyte> _rest;

    public override async ValueTask DisposeAsync()
    {
        if (_next is { IsCompleted: false })
        {
            // An iterator may not be disposed while it runs; when it comes back, if it does.
            _ = _next.ContinueWith(_ => _enumerator!.DisposeAsync().AsTask(), TaskScheduler.Default);
        }
        else if (_enumerator is not null)
        {
            await _enumerator.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    internal override async ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken)
    {
        _enumerator ??= fingerprints.GetAsyncEnumerator(cancellationToken);
        int count = 0;
        while (count < FingerprintBlock.Capacity)
        {
            if (_rest.IsEmpty && !await MoveNextAsync(count, block).ConfigureAwait(false))
            {
                break;
            }

            int taken = Math.Min(_rest.Length / Shape.Count, FingerprintBlock.Capacity - count);
            _rest.Span[..(taken * Shape.Count)].CopyTo(block.Values.AsSpan(count * Shape.Count));
            _rest = _rest[(taken * Shape.Count)..];
            count += taken;
        }

        block.Count = count;
        block.End = new(block.Start.Offset + count, block.Start.Index + count);
        return count > 0;
    }

    internal override void Load(FingerprintBlock block)
    {
        // Claiming did it.
    }

    /// <summary>False at the end, and where the next element is not ready while the block has some already.</summary>
    private async ValueTask<bool> MoveNextAsync(int count, FingerprintBlock block)
    {
        do
        {
            _next ??= _enumerator!.MoveNextAsync().AsTask();
            if (count > 0 && !_next.IsCompleted)
            {
                return false;
            }

            if (!await _next.ConfigureAwait(false))
            {
                return false;
            }

            _next = null;
            _rest = _enumerator!.Current;
            if (_rest.Length % Shape.Count != 0)
            {
                throw new KwsFormatException(
                    Name, 0, $"{_rest.Length} values behind fingerprint {block.Start.Index + count}, expected a multiple of {Shape.Count}");
            }
        }
        while (_rest.IsEmpty);

        return true;
    }
}
