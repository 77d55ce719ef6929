namespace Kws.Bulk.Parquet.Tests.Support;

/// <summary>A pipe, or a disk with so much room.</summary>
internal sealed class OneWayStream(long room) : Stream
{
    public const string Full = "no room left on this device";

    private readonly MemoryStream _content = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public byte[] ToArray() => _content.ToArray();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_content.Length + count > room)
        {
            throw new IOException(Full);
        }

        _content.Write(buffer, offset, count);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
