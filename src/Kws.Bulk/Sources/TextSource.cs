using System.Text;
using Kws.Bulk.Sources.Text;
using Kws.Model;

namespace Kws.Bulk.Sources;

/// <summary>
/// Fingerprints as text. Lines are claimed by the chunk and parsed by the threads that classify them. Where brackets open, only who reads
/// on knows where the fingerprint ends: from that line on claiming parses, for the rest of the text.
/// </summary>
internal sealed class TextSource : FingerprintSource
{
    private readonly Stream _stream;
    private readonly bool _ownsStream;
    private readonly FileStamp? _stamp;
    private readonly PushbackStream _input;
    private readonly TextLineParser _lineParser;
    private readonly int _chunkSize;
    private FingerprintParser? _sequential;
    private KwsFormatException? _failure;

    /// <param name="stream">The text, from its position on.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="shape">The shape of one fingerprint.</param>
    /// <param name="ownsStream">Whether the stream is disposed with the source.</param>
    /// <param name="chunkSize">Bytes of a chunk. A line that is longer is read as if brackets opened on it.</param>
    public TextSource(Stream stream, string name, TensorShape shape, bool ownsStream, int? chunkSize = null)
        : base(name, shape)
    {
        (_stream, _ownsStream, _input, _lineParser) = (stream, ownsStream, new(stream), new(name, shape));
        _stamp = ownsStream && stream is FileStream file ? FileStamp.Of(file) : null;

        // A digit and a separator a value at least: a chunk never holds more fingerprints than a block.
        _chunkSize = chunkSize ?? FingerprintBlock.Capacity * 2 * shape.Count;
    }

    internal override long? Length => _input.CanSeek ? _input.Length : null;

    public static TextSource Open(string path, TensorShape shape) =>
        new(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0), path, shape,
            ownsStream: true);

    public override async ValueTask DisposeAsync()
    {
        if (_ownsStream)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    internal override void CheckUnchanged() => _stamp?.Check(((FileStream)_stream).SafeFileHandle, Name);

    internal override void Seek(SourcePosition position)
    {
        if (!_input.CanSeek)
        {
            base.Seek(position);
        }

        _input.Position = position.Offset;
        if (position.InBrackets > 0)
        {
            _sequential = ParseSequentially(position);
            for (long i = 0; i < position.InBrackets; i++)
            {
                _sequential.Next();
            }
        }
    }

    internal override async ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken)
    {
        if (_sequential is null)
        {
            byte[] buffer = block.RawBuffer(PlainLine.RoomBefore + _chunkSize + PlainLine.RoomBehind);
            int length = await FillAsync(buffer.AsMemory(PlainLine.RoomBefore, _chunkSize), cancellationToken).ConfigureAwait(false);
            if (length == 0)
            {
                return false;
            }

            if (ClaimLines(block, buffer, length))
            {
                return true;
            }

            _sequential = ParseSequentially(block.Start);
        }

        // Reading is synchronous here, and may wait for a terminal or a pipe.
        return await Task.Run(() => ClaimSequentially(block), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    internal override void Load(FingerprintBlock block)
    {
        ReadOnlySpan<byte> text = block.Raw;
        long number = block.Start.Line;
        _lineParser.Bits = Bits;
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> line = TextLines.Next(ref text);
            if (_lineParser.TryRead(line, ++number, block.Values.AsSpan(block.Count * Shape.Count), out BadFingerprint? bad))
            {
                block.Count++;
                block.Tags?.Add(TextLineParser.TagOf(line, number));
            }
            else if (bad is not null)
            {
                block.Bad.Add(bad);
            }
        }
    }

    /// <summary>
    /// Reads until the chunk is full or the stream ends, or gives less than it could: who sends one line gets its label without sending
    /// another one.
    /// </summary>
    private async ValueTask<int> FillAsync(Memory<byte> chunk, CancellationToken cancellationToken)
    {
        int length = 0;
        while (length < chunk.Length)
        {
            int read = await _input.ReadAsync(chunk[length..], cancellationToken).ConfigureAwait(false);
            length += read;
            if (read == 0 || (length < chunk.Length && TextLines.BeginOfLast(chunk.Span[..length]) > 0))
            {
                break;
            }
        }

        return length;
    }

    /// <summary>Claims the whole lines before the first bracket and gives back the rest.</summary>
    /// <returns>False if there are none.</returns>
    private bool ClaimLines(FingerprintBlock block, byte[] buffer, int length)
    {
        Span<byte> chunk = buffer.AsSpan(PlainLine.RoomBefore, length);
        int mark = block.Start.Offset == 0 && chunk.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        int end = block.Start.Offset == 0 && IsOtherEncoding(chunk) ? 0
            : _input.HasEnded ? length
            : TextLines.BeginOfLast(chunk);
        end = end == 0 ? 0 : BeginOfBrackets(chunk[..end], mark);
        _input.Return(chunk[end..]);
        if (end == 0)
        {
            return false;
        }

        // The last line of a file may have no line break.
        buffer[PlainLine.RoomBefore + length] = (byte)'\n';
        block.Raw = new(buffer, PlainLine.RoomBefore + mark, end - mark);
        block.End = new(block.Start.Offset + end, Line: block.Start.Line + TextLines.Count(block.Raw));
        if (block.Start.Offset == 0 && block.Raw.Count > 0)
        {
            // Not a bad line, which could be skipped, but another file, unless it is a fingerprint with such a label.
            ReadOnlySpan<byte> rest = block.Raw;
            string first = Encoding.UTF8.GetString(TextLines.Next(ref rest));
            if (FileSignature.RefusalOfText(first, Name) is not null)
            {
                new FingerprintParser(new StringReader(first), Name, Shape, bits: Bits).Next();
            }
        }

        return true;
    }

    /// <summary>Byte order marks of UTF-16 and UTF-32.</summary>
    private static bool IsOtherEncoding(ReadOnlySpan<byte> text) => text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..];

    /// <summary>The start of the first line on which brackets open: the end of the text if there is none.</summary>
    private static int BeginOfBrackets(ReadOnlySpan<byte> text, int mark)
    {
        int done = mark;
        while (true)
        {
            int bracket = text[done..].IndexOf((byte)'[');
            if (bracket < 0)
            {
                return text.Length;
            }

            int begin = done + text.Slice(done, bracket).LastIndexOfAny((byte)'\n', (byte)'\r') + 1;
            ReadOnlySpan<byte> rest = text[begin..];
            if (TextLineParser.OpensBrackets(TextLines.Next(ref rest)))
            {
                return begin;
            }

            done = text.Length - rest.Length;
        }
    }

    private FingerprintParser ParseSequentially(SourcePosition begin)
    {
        // Without a preamble of its own, the encoding leaves a byte order mark inside the text alone.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var reader = new StreamReader(_input, encoding, detectEncodingFromByteOrderMarks: begin.Offset == 0, leaveOpen: true);
        var lines = new BoundedLineReader(reader, Name, begin.Line);
        return new(lines, Name, Shape, (int)Math.Min(begin.Line, int.MaxValue), Bits);
    }

    private bool ClaimSequentially(FingerprintBlock block)
    {
        if (_failure is not null)
        {
            throw _failure;
        }

        try
        {
            while (block.Count < FingerprintBlock.Capacity && _sequential!.Next() is { } fingerprint)
            {
                fingerprint.Values.Span.CopyTo(block.Fingerprint(block.Count));
                block.Count++;
                block.Tags?.Add(new(fingerprint.Label, fingerprint.Source, fingerprint.Line));
            }
        }
        catch (KwsFormatException exception) when (block.Count > 0)
        {
            // Those before it come first.
            _failure = exception;
        }

        block.End = block.Start with { InBrackets = block.Start.InBrackets + block.Count };
        return block.Count > 0;
    }
}
