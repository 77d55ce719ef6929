namespace Kws.Audio.Tests.Support;

/// <summary>A stream that cannot seek, has no length, and gives a few bytes at a time, as a pipe does.</summary>
internal sealed class Pipe(byte[] bytes) : Stream
{
    private readonly MemoryStream _bytes = new(bytes);

    /// <summary>Bytes that have been read.</summary>
    public long Given => _bytes.Position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => _bytes.Read(buffer, offset, Math.Min(count, 7));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
