namespace Kws.Bulk.Sources.Text;

/// <summary>
/// A stream to which bytes can be given back, whether it can seek or not. Once it has ended it is not asked again: a terminal would wait
/// for more. Positions count from where the stream stood.
/// </summary>
internal sealed class PushbackStream(Stream stream) : Stream
{
    private readonly long _origin = stream.CanSeek ? stream.Position : 0;
    private byte[] _returned = [];
    private int _returnedBegin;
    private int _returnedEnd;

    public bool HasEnded { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => stream.CanSeek;

    public override bool CanWrite => false;

    public override long Length => stream.Length - _origin;

    public override long Position
    {
        get => stream.Position - _origin - (_returnedEnd - _returnedBegin);
        set
        {
            stream.Position = _origin + value;
            (_returnedBegin, _returnedEnd, HasEnded) = (0, 0, false);
        }
    }

    /// <summary>True if reading is answered without the stream: with pushed-back bytes, or with the end.</summary>
    private bool IsOwn => _returnedBegin < _returnedEnd || HasEnded;

    /// <summary>Gives back the bytes that were read last; those given back before have all been read again.</summary>
    public void Return(ReadOnlySpan<byte> bytes)
    {
        if (_returned.Length < bytes.Length)
        {
            _returned = new byte[bytes.Length];
        }

        bytes.CopyTo(_returned);
        (_returnedBegin, _returnedEnd) = (0, bytes.Length);
    }

    public override int Read(Span<byte> buffer) => IsOwn ? TakeOwn(buffer) : Checked(stream.Read(buffer), buffer.Length);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        IsOwn ? TakeOwn(buffer.Span) : Checked(await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    private int TakeOwn(Span<byte> buffer)
    {
        int taken = Math.Min(buffer.Length, _returnedEnd - _returnedBegin);
        _returned.AsSpan(_returnedBegin, taken).CopyTo(buffer);
        _returnedBegin += taken;
        return taken;
    }

    private int Checked(int read, int asked)
    {
        HasEnded = read == 0 && asked > 0;
        return read;
    }
}
