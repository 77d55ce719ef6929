using System.Buffers.Binary;

namespace Kws.Audio.Wav;

/// <summary>Reads chunk <c>fmt </c>: WAVEFORMAT, WAVEFORMATEX or WAVEFORMATEXTENSIBLE.</summary>
internal static class WavFormatChunk
{
    /// <summary>Bytes of WAVEFORMAT with the bits.</summary>
    public const int LeastSize = 16;

    /// <summary>Bytes of WAVEFORMATEXTENSIBLE; what is longer is not looked at.</summary>
    public const int GreatestSize = 40;

    private const int Pcm = 1;
    private const int IeeeFloat = 3;
    private const int ALawNumber = 6;
    private const int MuLawNumber = 7;
    private const int Extensible = 0xFFFE;

    /// <summary>
    /// The bytes after the number of a format in the GUID of a sub-format (<c>DEFINE_WAVEFORMATEX_GUID</c> of ksmedia.h).
    /// </summary>
    private static ReadOnlySpan<byte> SubFormatTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Reads the first <see cref="LeastSize"/> to <see cref="GreatestSize"/> bytes of a chunk.</summary>
    /// <exception cref="FormatException">The format makes no sense or is not read; the message does not say where.</exception>
    public static WavFormat Read(ReadOnlySpan<byte> chunk)
    {
        int number = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int blockAlign = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (number == Extensible)
        {
            number = ReadExtension(chunk, bits);
        }

        SampleKind kind = number switch
        {
            Pcm => SampleKind.Pcm,
            IeeeFloat => SampleKind.Float,
            ALawNumber => SampleKind.ALaw,
            MuLawNumber => SampleKind.MuLaw,
            _ => throw new FormatException(
                $"format {number}{NameOf(number)}, "
                + $"expected {Pcm} (PCM), {IeeeFloat} (IEEE float), {ALawNumber} (A-law) or {MuLawNumber} (mu-law)"),
        };
        if (channels == 0)
        {
            throw new FormatException("0 channels, expected 1 or more");
        }

        if (rate is < WavFile.LowestSampleRate or > WavFile.HighestSampleRate)
        {
            throw new FormatException($"{rate} samples a second, expected {WavFile.LowestSampleRate} to {WavFile.HighestSampleRate}");
        }

        (bool fits, string expected) = kind switch
        {
            SampleKind.Pcm => (bits is 8 or 16 or 24 or 32, "8, 16, 24 or 32 (PCM)"),
            SampleKind.Float => (bits is 32 or 64, "32 or 64 (IEEE float)"),
            _ => (bits is 8, "8 (A-law and mu-law)"),
        };
        if (!fits)
        {
            throw new FormatException($"{bits} bits a sample, expected {expected}");
        }

        if (kind == SampleKind.Pcm && bits == 24 && blockAlign == channels * 4)
        {
            return new WavFormat(SampleKind.Pcm24In32, (int)rate, channels, 4);
        }

        var format = new WavFormat(kind, (int)rate, channels, bits / 8);
        return blockAlign == format.BlockAlign
            ? format
            : throw new FormatException($"blocks of {blockAlign} bytes, expected {format.BlockAlign} for {channels} x {bits} bits");
    }

    /// <summary>The number of the sub-format. Valid bits are the upper ones of a sample, so that their number changes nothing.</summary>
    private static int ReadExtension(ReadOnlySpan<byte> chunk, int bits)
    {
        if (chunk.Length < GreatestSize)
        {
            throw new FormatException($"{chunk.Length} bytes, expected {GreatestSize} for the extensible format");
        }

        int validBits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[18..]);
        if (validBits > bits)
        {
            throw new FormatException($"{validBits} valid bits, expected at most the {bits} of a sample");
        }

        return chunk[26..40].SequenceEqual(SubFormatTail)
            ? BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..])
            : throw new FormatException($"sub-format {new Guid(chunk[24..40])}, expected one of PCM, IEEE float, A-law or mu-law");
    }

    private static string NameOf(int format) => format switch
    {
        0x0002 => " (Microsoft ADPCM)",
        0x0011 => " (IMA ADPCM)",
        0x0031 => " (GSM 6.10)",
        0x0050 => " (MPEG)",
        0x0055 => " (MP3)",
        0x00FF => " (AAC)",
        _ => "",
    };
}
