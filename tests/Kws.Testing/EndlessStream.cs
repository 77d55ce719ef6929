namespace Kws.Testing;

/// <summary>Some bytes, then one byte again and again, as a pipe gives them: it cannot seek and has no length.</summary>
/// <param name="start">The first bytes.</param>
/// <param name="rest">The byte after them.</param>
public sealed class EndlessStream(ReadOnlySpan<byte> start, byte rest = 0) : Stream
{
    private readonly byte[] _start = start.ToArray();

    /// <summary>Bytes that have been read.</summary>
    public long Given { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        Span<byte> bytes = buffer.AsSpan(offset, Math.Min(count, 1000));
        bytes.Fill(rest);
        if (Given < _start.Length)
        {
            bytes = bytes[..(int)Math.Min(bytes.Length, _start.Length - Given)];
            _start.AsSpan((int)Given, bytes.Length).CopyTo(bytes);
        }

        Given += bytes.Length;
        return bytes.Length;
    }

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
