namespace Kws.Cli.Sound;

/// <summary>A stream whose bytes somebody else sees too, as they are read.</summary>
/// <param name="inner">The stream.</param>
/// <param name="see">Receives the bytes.</param>
internal sealed class WatchedStream(Stream inner, Action<ReadOnlySpan<byte>> see) : Stream
{
    private Action<ReadOnlySpan<byte>>? _see = see;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ends the watch.</summary>
    public void Stop() => _see = null;

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = inner.Read(buffer, offset, count);
        _see?.Invoke(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
