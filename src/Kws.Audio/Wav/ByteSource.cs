using System.Buffers;

namespace Kws.Audio.Wav;

/// <summary>A stream read forwards through one buffer, so large that a short clip comes with one call of the operating system.</summary>
/// <remarks>A <see cref="FileStream"/> without a buffer of its own was measured to be as fast as a bare file handle: within 2 %.</remarks>
internal sealed class ByteSource(Stream stream) : IDisposable
{
    /// <summary>The most bytes that <see cref="Fill"/> can be asked for; no block of a WAV file is longer than 65,535.</summary>
    public const int Capacity = 1 << 16;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Capacity);
    private int _start;
    private int _end;

    /// <summary>Bytes before the first one of <see cref="Buffered"/>, counted from where the stream stood.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes that have been read and not been taken.</summary>
    public ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Bytes from <see cref="Position"/> to the end of the stream; null where the stream does not know.</summary>
    public long? Remaining => stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) + Buffered.Length : null;

    /// <summary>Reads until so many bytes are buffered; false if the stream ends before.</summary>
    public bool Fill(int count)
    {
        if (Buffered.Length >= count)
        {
            return true;
        }

        Buffered.CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        while (_end < count)
        {
            int read = stream.Read(_buffer, _end, Capacity - _end);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    /// <summary>Takes bytes that are buffered.</summary>
    public void Take(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>Reads bytes ahead of <see cref="Position"/> and takes none; the stream can seek. Returns their number.</summary>
    /// <param name="ahead">Bytes before them.</param>
    /// <param name="bytes">Receives the bytes.</param>
    public int Peek(long ahead, Span<byte> bytes)
    {
        long position = stream.Position;
        stream.Position = position - Buffered.Length + ahead;
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        stream.Position = position;
        return count;
    }

    /// <summary>Goes so many bytes ahead; returns how many the stream really had.</summary>
    public long Skip(long count)
    {
        long before = Position;
        if (count > Buffered.Length && Remaining is { } remaining)
        {
            count = Math.Min(count, remaining);
            stream.Seek(count - Buffered.Length, SeekOrigin.Current);
            Position += count;
            _start = _end;
            return count;
        }

        while (Position - before < count && Fill(1))
        {
            Take((int)Math.Min(count - (Position - before), Buffered.Length));
        }

        return Position - before;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
