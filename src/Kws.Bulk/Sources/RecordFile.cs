using Kws.Model;
using Microsoft.Win32.SafeHandles;

namespace Kws.Bulk.Sources;

/// <summary>
/// A file of records. Blocks are read by the threads that classify them, each into its own core's cache. Reading costs a copy from the page
/// cache, about 30 ns a fingerprint; mapping the file would save it, but a mapped file that another program truncates ends the process.
/// </summary>
internal sealed class RecordFile : RecordSource
{
    private readonly SafeFileHandle _file;
    private readonly long _begin;

    private RecordFile(SafeFileHandle file, string path, TensorShape shape, long begin, ElementType type, long count)
        : base(path, shape)
    {
        (_file, _begin, Type, Count) = (file, begin, type, count);
    }

    public override long? Count { get; }

    internal override long? Length => _begin + (Count * RecordSize);

    internal override SourcePosition Begin => new(_begin);

    public static RecordFile OpenRaw(string path, TensorShape shape) => Open(path, file =>
    {
        long length = RandomAccess.GetLength(file);
        return (length, length % shape.Count) switch
        {
            (0, _) => throw new KwsFormatException(path, 0, $"the file is empty, expected fingerprints of {shape.Count} bytes"),
            (_, not 0) => throw new KwsFormatException(
                path, 0, $"the file has {length} bytes, expected a multiple of {shape.Count}: truncated, or no raw fingerprints"),
            _ => new RecordFile(file, path, shape, 0, ElementType.Int8, length / shape.Count),
        };
    });

    public static RecordFile OpenNpy(string path, TensorShape shape) => Open(path, file =>
    {
        var preamble = new byte[NpyHeader.MaxPreamble];
        var head = new byte[NpyHeader.Length(preamble.AsSpan(0, Fill(file, preamble, 0)), path)];
        int read = Fill(file, head, 0);
        if (read < head.Length)
        {
            throw new KwsFormatException(path, 0, $"the file ends after {read} bytes, within the head of the array: truncated");
        }

        NpyHeader header = NpyHeader.Parse(head, path, shape);
        var source = new RecordFile(file, path, shape, header.Bytes, header.Type, header.Count);
        long length = RandomAccess.GetLength(file);
        if (length != source.Length)
        {
            throw new KwsFormatException(
                path, 0,
                $"the file has {length} bytes, expected {source.Length} for {header.Count} fingerprints of {header.Type.Name}"
                + (length < source.Length ? ": truncated" : ""));
        }

        return source;
    });

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }

    internal override void Seek(SourcePosition position)
    {
        // Positions say all themselves.
    }

    internal override ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken)
    {
        long count = Math.Min(Count!.Value - block.Start.Index, FingerprintBlock.Capacity);
        block.Count = (int)count;
        block.End = new(block.Start.Offset + (count * RecordSize), block.Start.Index + count);
        return ValueTask.FromResult(count > 0);
    }

    internal override void Load(FingerprintBlock block)
    {
        Span<byte> records = Records(block, block.Count);
        int read = Fill(_file, records, block.Start.Offset);
        if (read < records.Length)
        {
            throw new KwsFormatException(
                Name, 0, $"the file ends at byte {block.Start.Offset + read}, expected {Length}: it was truncated while it was read");
        }

        Narrow(block);
    }

    private static RecordFile Open(string path, Func<SafeFileHandle, RecordFile> open)
    {
        SafeFileHandle file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return open(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>How many bytes there were; fewer than asked for only at the end of the file.</summary>
    private static int Fill(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        int done = 0;
        while (done < buffer.Length)
        {
            int read = RandomAccess.Read(file, buffer[done..], offset + done);
            if (read == 0)
            {
                break;
            }

            done += read;
        }

        return done;
    }
}
