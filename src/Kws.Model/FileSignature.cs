namespace Kws.Model;

/// <summary>The first bytes of a file format. A file of another format is refused as what it is, not for its first wrong value.</summary>
/// <param name="Bytes">The first bytes, from <paramref name="Offset"/> on.</param>
/// <param name="Name">The name of the format in messages.</param>
/// <param name="Advice">The command or option that reads it, or what to do first.</param>
/// <param name="Offset">Bytes before them.</param>
internal sealed record FileSignature(byte[] Bytes, string Name, string Advice, int Offset = 0)
{
    /// <summary>Bytes of a file that <see cref="Of"/> looks at.</summary>
    public const int Length = 12;

    private const string Fingerprints = "kws classify";
    private const string Sound = "kws label-wav labels sound";
    private const string Convert = "ffmpeg -i FILE sound.wav makes a WAV file of it, which kws label-wav reads";
    private const string Unpack = "unpack it first";

    /// <summary>A length of less than 2^32 in eight bytes, and a JSON object that is not empty.</summary>
    private static FileSignature Safetensors { get; } = new([0, 0, 0, 0, .. "{\""u8], "a model file", "--model reads it", Offset: 4);

    /// <summary>One row per signature, for all readers of fingerprints and sound.</summary>
    public static IReadOnlyList<FileSignature> All { get; } =
    [
        new(
            [0x93, .. "NUMPY"u8], "a NumPy array",
            $"{Fingerprints} --input-format npy reads it, numpy.savetxt(FILE, array, fmt='%d') writes it as text"),
        new([.. "PAR1"u8], "a Parquet file", $"{Fingerprints} --input-format parquet reads it"),
        new([.. "PARE"u8], "an encrypted Parquet file", "write it without encryption"),
        new([.. "PK"u8, 3, 4], "a ZIP archive (.npz is one)", "numpy.save(FILE, numpy.load(ARCHIVE)[NAME]) makes a .npy of one array"),
        new([.. "RIFF"u8], "a WAV file", Sound),
        new([.. "RF64"u8], "a WAV file (RF64)", Sound),
        new([.. "BW64"u8], "a WAV file (BW64)", Sound),
        new([.. "RIFX"u8], "a big-endian WAV file (RIFX)", Convert),
        new([.. "ID3"u8, 2], "an MP3 file", Convert),
        new([.. "ID3"u8, 3], "an MP3 file", Convert),
        new([.. "ID3"u8, 4], "an MP3 file", Convert),
        new([0xFF, 0xFB], "an MP3 file", Convert),
        new([0xFF, 0xFA], "an MP3 file", Convert),
        new([0xFF, 0xF3], "an MP3 file", Convert),
        new([0xFF, 0xF2], "an MP3 file", Convert),
        new([.. "fLaC"u8, 0], "a FLAC file", Convert),
        new([.. "OggS"u8, 0], "an Ogg file", Convert),
        new([.. "ftyp"u8], "an MP4 file", Convert, Offset: 4),
        new([0x1F, 0x8B, 8], "a gzip file", "gunzip unpacks it"),
        new([.. "BZh"u8, (byte)'9', (byte)'1', (byte)'A', (byte)'Y'], "a bzip2 file", Unpack),
        new([0xFD, .. "7zXZ"u8, 0], "an xz file", Unpack),
        new([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file", Unpack),
        new([0x89, .. "HDF"u8], "an HDF5 file", "h5py and numpy.save make a .npy of one array"),
        Safetensors,
    ];

    /// <summary>True for the first bytes of a model file.</summary>
    public static bool IsSafetensors(ReadOnlySpan<byte> head) => Of(head) == Safetensors;

    /// <summary>The format of a file by its first <see cref="Length"/> bytes, or null.</summary>
    public static FileSignature? Of(ReadOnlySpan<byte> head)
    {
        foreach (FileSignature signature in All)
        {
            if (head.Length >= signature.Offset && head[signature.Offset..].StartsWith(signature.Bytes))
            {
                return signature;
            }
        }

        return null;
    }

    /// <summary>
    /// The same of the first line of a file read as UTF-8. Every byte that is no character has become U+FFFD there: signatures of such
    /// bytes alone are not found.
    /// </summary>
    public static FileSignature? OfText(ReadOnlySpan<char> line)
    {
        foreach (FileSignature signature in All)
        {
            if (signature == Safetensors)
            {
                // The length before it may be fewer characters than bytes.
                if (line[..Math.Min(line.Length, Length)].Contains("\0\0\0\0{\"", StringComparison.Ordinal))
                {
                    return signature;
                }
            }
            else if (line.Length >= signature.Offset + signature.Bytes.Length && signature.Bytes.Any(value => value < 0x80)
                && Matches(line[signature.Offset..], signature.Bytes))
            {
                return signature;
            }
        }

        return null;

        static bool Matches(ReadOnlySpan<char> text, byte[] bytes)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                if (text[i] != (bytes[i] < 0x80 ? (char)bytes[i] : '\uFFFD'))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The refusal of a file of another format where fingerprints as text were expected; null for text.</summary>
    /// <param name="firstLine">Its first line, as for <see cref="OfText"/>.</param>
    /// <param name="file">Its name in messages.</param>
    public static KwsFormatException? RefusalOfText(ReadOnlySpan<char> firstLine, string file)
    {
        // A label of another encoding has a tab behind it.
        bool isBinary = firstLine is ['\uFFFD', '\uFFFD', ..] && !firstLine.Contains('\t');
        return OfText(firstLine)?.Refuse(file, "fingerprints as text")
            ?? (isBinary
                ? new KwsFormatException(file, 0, "this is not UTF-8 text (MP3 files begin like this), expected fingerprints as text")
                : null);
    }

    /// <summary>Says what the file is, what was expected, and what to do.</summary>
    public KwsFormatException Refuse(string file, string expected) => new(file, 0, $"this is {Name}, expected {expected}: {Advice}");
}
