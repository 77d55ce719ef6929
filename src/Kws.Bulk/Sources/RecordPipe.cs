using System.Buffers;
using System.IO.Pipelines;
using Kws.Model;

namespace Kws.Bulk.Sources;

/// <summary>
/// Records from a pipe. A block is what has come: whoever sends one fingerprint gets its label without sending another one.
/// </summary>
internal sealed class RecordPipe(PipeReader reader, string name, TensorShape shape, bool isNpy) : RecordSource(name, shape)
{
    private bool _begun = !isNpy;
    private long? _count;

    public override long? Count => _count;

    public override async ValueTask DisposeAsync()
    {
        await reader.CompleteAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    internal override async ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken)
    {
        if (!_begun)
        {
            await ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            _begun = true;
        }

        ReadOnlySequence<byte> buffer = await ReadAtLeastAsync(RecordSize, cancellationToken).ConfigureAwait(false);
        if (block.Start.Index == _count && buffer.Length > 0)
        {
            throw new KwsFormatException(Name, 0, $"unexpected data after the {_count} fingerprints that the header announces");
        }

        if (!isNpy && block.Start.Index == 0)
        {
            CheckRaw(buffer.Slice(0, Math.Min(buffer.Length, FileSignature.Length)).ToArray(), Name);
        }

        if (buffer.Length < RecordSize)
        {
            CheckEnd(block.Start.Index, buffer.Length);
            return false;
        }

        int count = (int)Math.Min(Math.Min(buffer.Length / RecordSize, FingerprintBlock.Capacity),
        (_count - block.Start.Index) ?? long.MaxValue);
        ReadOnlySequence<byte> records = buffer.Slice(0, (long)count * RecordSize);
        records.CopyTo(Records(block, count));
        reader.AdvanceTo(records.End);
        block.End = new(block.Start.Offset + records.Length, block.Start.Index + count);
        return true;
    }

    internal override void Load(FingerprintBlock block) => Narrow(block);

    private async ValueTask<ReadOnlySequence<byte>> ReadAtLeastAsync(int size, CancellationToken cancellationToken)
    {
        ReadResult result = await reader.ReadAtLeastAsync(size, cancellationToken).ConfigureAwait(false);
        return result.IsCanceled ? throw new OperationCanceledException() : result.Buffer;
    }

    private async ValueTask ReadHeadAsync(CancellationToken cancellationToken)
    {
        ReadOnlySequence<byte> buffer = await ReadAtLeastAsync(NpyFile.MaxPreamble, cancellationToken).ConfigureAwait(false);
        int length = NpyFile.Length(buffer.Slice(0, Math.Min(buffer.Length, NpyFile.MaxPreamble)).ToArray(), Name);
        reader.AdvanceTo(buffer.Start);
        buffer = await ReadAtLeastAsync(length, cancellationToken).ConfigureAwait(false);
        if (buffer.Length < length)
        {
            throw new KwsFormatException(Name, 0, $"the input ends after {buffer.Length} bytes, within the head of the array: truncated");
        }

        FingerprintArray array = FingerprintArray.Parse(buffer.Slice(0, length).ToArray(), Name, Shape);
        if (array.Columns is not null)
        {
            throw new KwsFormatException(
                Name, 0,
                "the array is in Fortran order, which is read from files only, expected C order (numpy.ascontiguousarray makes it)");
        }

        reader.AdvanceTo(buffer.GetPosition(length));
        (Type, IsSwapped, _count) = (array.Type, array.IsSwapped, array.Count);
    }

    private void CheckEnd(long done, long rest)
    {
        if (rest > 0)
        {
            throw new KwsFormatException(Name, 0, $"the input ends within fingerprint {done}, after {rest} of its {RecordSize} bytes");
        }

        if (done < _count)
        {
            throw new KwsFormatException(Name, 0, $"the input ends after {done} fingerprints, expected {_count}");
        }
    }
}
