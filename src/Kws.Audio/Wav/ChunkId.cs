namespace Kws.Audio.Wav;

/// <summary>Names of chunks: four characters of ASCII.</summary>
internal static class ChunkId
{
    public const int Length = 4;

    /// <summary>Chunks that programs write, in any case.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "fmt ", "data", "LIST", "fact", "bext", "JUNK", "PAD ", "FLLR",
        "cue ", "plst", "smpl", "inst", "acid", "PEAK", "id3 ", "iXML", "axml", "chna", "minf",
    };

    /// <summary>Tells whether a chunk of odd size was written without its pad byte.</summary>
    /// <param name="bytes">What is behind the chunk: where a pad byte and a name should be, and one byte less at least.</param>
    public static bool BeginsUnpadded(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Length && IsName(bytes[..Length])
            && (IsKnown(bytes[..Length]) || !(bytes.Length > Length && IsName(bytes[1..(Length + 1)])));

    /// <summary>The name as text, with U+FFFD for what is not printable.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) =>
        string.Create(bytes.Length, bytes, (text, source) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = IsPrintable(source[i]) ? (char)source[i] : '\uFFFD';
            }
        });

    public static bool IsName(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (!IsPrintable(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsKnown(ReadOnlySpan<byte> bytes) => Known.Contains(Text(bytes));

    private static bool IsPrintable(byte value) => value is >= 0x20 and < 0x7F;
}
