using System.Buffers;
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
    private readonly int[]? _columns;
    private readonly FileStamp _stamp;

    private RecordFile(SafeFileHandle file, string path, TensorShape shape, FingerprintArray array)
        : base(path, shape)
    {
        (_file, _stamp, _begin, _columns) = (file, FileStamp.Of(file), array.Bytes, array.Columns);
        (Type, IsSwapped, Count) = (array.Type, array.IsSwapped, array.Count);
    }

    public override long? Count { get; }

    internal override long? Length => _begin + (Count * RecordSize);

    internal override SourcePosition Begin => new(_begin);

    public static RecordFile OpenRaw(string path, TensorShape shape) => Open(path, file =>
    {
        long length = RandomAccess.GetLength(file);
        var head = new byte[FileSignature.Length];
        CheckRaw(head.AsSpan(0, Fill(file, head, 0)), path);
        return length % shape.Count == 0
            ? new RecordFile(file, path, shape, FingerprintArray.Raw(length / shape.Count))
            : throw new KwsFormatException(
                path, 0, $"the file has {length} bytes, expected a multiple of {shape.Count}: truncated, or no raw fingerprints");
    });

    public static RecordFile OpenNpy(string path, TensorShape shape) => Open(path, file =>
    {
        var preamble = new byte[NpyFile.MaxPreamble];
        var head = new byte[NpyFile.Length(preamble.AsSpan(0, Fill(file, preamble, 0)), path)];
        int read = Fill(file, head, 0);
        if (read < head.Length)
        {
            throw NpyFile.CutOff(path, read);
        }

        FingerprintArray array = FingerprintArray.Parse(head, path, shape);
        var source = new RecordFile(file, path, shape, array);
        long length = RandomAccess.GetLength(file);
        if (length != source.Length)
        {
            throw new KwsFormatException(
                path, 0,
                $"the file has {length} bytes, expected {source.Length} for {array.Count} fingerprints of {array.Type.Name}"
                + (length < source.Length ? ": truncated" : ""));
        }

        return source;
    });

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }

    internal override void CheckUnchanged() => _stamp.Check(_file, Name);

    internal override void Seek(SourcePosition position)
    {
        // Positions say all themselves.
    }

    internal override SourcePosition? Find(long index) => new(_begin + (index * RecordSize), index);

    internal override ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken)
    {
        long count = Math.Min((Stop?.Index ?? Count!.Value) - block.Start.Index, FingerprintBlock.Capacity);
        block.Count = (int)count;
        block.End = new(block.Start.Offset + (count * RecordSize), block.Start.Index + count);
        return ValueTask.FromResult(count > 0);
    }

    internal override void Load(FingerprintBlock block)
    {
        Span<byte> records = Records(block, block.Count);
        if (_columns is null)
        {
            FillAll(records, block.Start.Offset);
        }
        else
        {
            LoadColumns(records, block);
        }

        Narrow(block);
    }

    /// <summary>
    /// In Fortran order a file has the first value of all fingerprints, then the second of all. A block is one read for each value, of one
    /// piece of its column.
    /// </summary>
    private void LoadColumns(Span<byte> records, FingerprintBlock block)
    {
        int bytes = block.Count * Type.Size;
        byte[] column = ArrayPool<byte>.Shared.Rent(bytes);
        for (int i = 0; i < _columns!.Length; i++)
        {
            FillAll(column.AsSpan(0, bytes), _begin + (((i * Count!.Value) + block.Start.Index) * Type.Size));
            Type.Scatter(column.AsSpan(0, bytes), records, _columns[i]);
        }

        ArrayPool<byte>.Shared.Return(column);
    }

    private void FillAll(Span<byte> buffer, long offset)
    {
        int read = Fill(_file, buffer, offset);
        if (read < buffer.Length)
        {
            throw new KwsFormatException(
                Name, 0, $"the file ends at byte {offset + read}, expected {Length}: it was truncated while it was read");
        }
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

    /// <summary>The number of bytes read; fewer than asked for only at the end of the file.</summary>
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
