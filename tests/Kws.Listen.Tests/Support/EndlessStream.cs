namespace Kws.Listen.Tests.Support;

/// <summary>Some bytes, then zeros without an end, as a pipe gives them: it cannot seek and has no length.</summary>
internal sealed class EndlessStream(byte[] start) : Stream
{
    /// <summary>Bytes that have been read.</summary>
    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Span<byte> bytes = buffer.AsSpan(offset, Math.Min(count, 1000));
        bytes.Clear();
        if (Given < start.Length)
        {
            bytes = bytes[..(int)Math.Min(bytes.Length, start.Length - Given)];
            start.AsSpan((int)Given, bytes.Length).CopyTo(bytes);
        }

        Given += bytes.Length;
        return bytes.Length;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
