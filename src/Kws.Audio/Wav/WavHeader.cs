using System.Buffers.Binary;
using Kws.Model;

namespace Kws.Audio.Wav;

/// <summary>Reads the chunks of a RIFF or RF64 file up to the first byte of sound.</summary>
internal sealed class WavHeader(ByteSource source, string name)
{
    /// <summary>
    /// Writers that cannot go back to the header leave sizes from here on, where 32 bits end or their sign changes: ffmpeg 0xFFFFFFFF, SoX
    /// 0x7FFFF000 and arecord 0x80000000, rounded down to whole blocks.
    /// </summary>
    private const uint LeastStreamedSize = 0x7FFF_0000;

    private WavFormat? _format;
    private ulong _fileSize;
    private ulong? _longDataSize;
    private bool _isRf64;

    /// <summary>Leaves the source at the first byte of sound.</summary>
    public WavData Read()
    {
        ReadFileHeader();
        while (source.Fill(8))
        {
            string id = ChunkId.Text(source.Buffered[..4]);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(source.Buffered[4..]);
            var chunk = new Chunk(id, source.Position, size);
            source.Take(8);
            switch (id)
            {
                case "data":
                    return ReadDataChunk(chunk);
                case "fmt ":
                    ReadFormatChunk(chunk);
                    break;
                case "ds64" when _isRf64:
                    ReadLongSizes(chunk);
                    break;
            }

            SkipToEnd(chunk);
        }

        string missing = _format is null ? "fmt " : "data";
        throw Problem($"there is no chunk '{missing}': the file ends at byte {source.Position + source.Buffered.Length}");
    }

    private void ReadFileHeader()
    {
        bool whole = source.Fill(12);
        ReadOnlySpan<byte> bytes = source.Buffered;
        string id = ChunkId.Text(bytes[..Math.Min(4, bytes.Length)]);
        if (id.Length == 0)
        {
            throw Problem("the file is empty, expected a WAV file");
        }

        if (id is not ("RIFF" or "RF64" or "BW64"))
        {
            throw FileSignature.Of(bytes)?.Refuse(name, "a WAV file")
                ?? Problem($"the file begins with '{id}', expected 'RIFF' as a WAV file does");
        }

        if (!whole)
        {
            throw Problem($"the file ends at byte {bytes.Length}, expected a header of 12 bytes");
        }

        if (ChunkId.Text(bytes[8..12]) is not "WAVE" and var form)
        {
            throw Problem($"a RIFF file of type '{form}', expected 'WAVE'");
        }

        _isRf64 = id != "RIFF";
        _fileSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        source.Take(12);
    }

    private void ReadFormatChunk(Chunk chunk)
    {
        if (_format is not null)
        {
            throw Problem(chunk, "a second one, expected one");
        }

        if (chunk.Size < WavFormatChunk.LeastSize)
        {
            throw Problem(chunk, $"{chunk.Size} bytes, expected {WavFormatChunk.LeastSize} or more");
        }

        int size = (int)Math.Min(chunk.Size, WavFormatChunk.GreatestSize);
        Require(chunk, size);
        try
        {
            _format = WavFormatChunk.Read(source.Buffered[..size]);
        }
        catch (FormatException e)
        {
            throw Problem(chunk, e.Message);
        }
    }

    /// <summary>The sizes of a file that may be longer than 4 GiB: chunk <c>ds64</c> of EBU Tech 3306.</summary>
    private void ReadLongSizes(Chunk chunk)
    {
        if (chunk.Size < 16)
        {
            throw Problem(chunk, $"{chunk.Size} bytes, expected 28 or more");
        }

        Require(chunk, 16);
        _fileSize = BinaryPrimitives.ReadUInt64LittleEndian(source.Buffered);
        _longDataSize = BinaryPrimitives.ReadUInt64LittleEndian(source.Buffered[8..]);
    }

    private WavData ReadDataChunk(Chunk chunk)
    {
        if (_format is not { } format)
        {
            throw Problem(chunk, "the sound comes first, expected chunk 'fmt ' before it");
        }

        (ulong size, ulong leastStreamed) = _longDataSize is { } longSize && chunk.Size == uint.MaxValue
            ? (longSize, (ulong)long.MaxValue)
            : (chunk.Size, LeastStreamedSize);

        // Nothing was written yet: this also is a size that a writer left, unless the file's own size says that there is more behind it.
        bool isStreamed = size >= leastStreamed || (size == 0 && (_fileSize >= leastStreamed || (long)_fileSize + 8 <= source.Position));
        long length = size == 0 && isStreamed ? long.MaxValue : (long)Math.Min(size, long.MaxValue);
        WavExtent extent = isStreamed ? WavExtent.Open : WavExtent.Promised;
        if (length <= source.Buffered.Length)
        {
            extent = WavExtent.Known;
        }
        else if (source.Remaining is { } remaining)
        {
            if (remaining < length && !isStreamed)
            {
                throw CutOff(name, length, remaining);
            }

            (length, extent) = (Math.Min(length, remaining), WavExtent.Known);
        }

        if (source.Remaining is { } all)
        {
            RefuseSecondSound(length, all);
        }

        return extent == WavExtent.Open || length % format.BlockAlign == 0
            ? new WavData(format, length, extent)
            : throw Problem(chunk, $"{length} bytes of sound, expected a multiple of {format.BlockAlign} bytes ({Blocks(format)})");
    }

    /// <summary>Looks at what is after the sound, as far as it is chunks: other programs would play the first sound, or both.</summary>
    private void RefuseSecondSound(long soundLength, long remaining)
    {
        Span<byte> header = stackalloc byte[8];
        long at = soundLength;
        bool isOdd = soundLength % 2 != 0;
        while (remaining - at >= header.Length && source.Peek(at, header) == header.Length)
        {
            if (isOdd && !ChunkId.BeginsUnpadded(header))
            {
                at++;
                isOdd = false;
                continue;
            }

            if (header[..ChunkId.Length].SequenceEqual("data"u8))
            {
                throw Problem(new Chunk("data", source.Position + at, 0), "a second one, expected one");
            }

            uint size = BinaryPrimitives.ReadUInt32LittleEndian(header[ChunkId.Length..]);
            if (!ChunkId.IsName(header[..ChunkId.Length]))
            {
                return;
            }

            isOdd = size % 2 != 0;
            at += header.Length + size;
        }
    }

    /// <summary>Sound that ends before the header's promise.</summary>
    public static KwsFormatException CutOff(string name, long promised, long found) =>
        new(name, 0, $"the sound is cut off: {found} bytes are there, chunk 'data' promises {promised}");

    /// <summary>The content of a block, in words.</summary>
    public static string Blocks(WavFormat format) => $"blocks of {format.Channels} x {8 * format.BytesPerSample} bits";

    private void Require(Chunk chunk, int size)
    {
        if (!source.Fill(size))
        {
            throw Problem(chunk, $"the file ends after {source.Buffered.Length} of its {chunk.Size} bytes");
        }
    }

    private void SkipToEnd(Chunk chunk)
    {
        long had = source.Position - chunk.Position - 8 + source.Skip(chunk.Size);
        if (had < chunk.Size)
        {
            throw Problem(chunk, $"the file ends after {had} of its {chunk.Size} bytes");
        }

        // Chunks begin at even bytes, but for those of writers that forget the pad byte.
        if (chunk.Size % 2 != 0)
        {
            source.Fill(ChunkId.Length + 1);
            source.Skip(ChunkId.BeginsUnpadded(source.Buffered) ? 0 : 1);
        }
    }

    private KwsFormatException Problem(Chunk chunk, string problem) => Problem($"chunk '{chunk.Id}' at byte {chunk.Position}: {problem}");

    private KwsFormatException Problem(string problem) => new(name, 0, problem);

    private readonly record struct Chunk(string Id, long Position, uint Size);
}
