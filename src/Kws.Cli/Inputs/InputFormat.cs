using System.Text;
using Kws.Bulk;
using Kws.Model;

namespace Kws.Cli;

/// <summary>A format of inputs: a row of the table that every command reads fingerprints by.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Ending">The ending of names of such files; empty where their first line alone tells.</param>
/// <param name="Bulk">The format that <see cref="FingerprintSource"/> reads it as, or null.</param>
internal sealed record InputFormat(string Name, string Ending, FingerprintFormat? Bulk = null)
{
    /// <summary>The longest beginning of an input that is looked at.</summary>
    public const int MaxHead = 1 << 16;

    public static readonly InputFormat Text = new("text", ".txt", FingerprintFormat.Text);
    public static readonly InputFormat Npy = new("npy", ".npy", FingerprintFormat.Npy);
    public static readonly InputFormat Raw = new("raw", ".raw", FingerprintFormat.Raw);
    public static readonly InputFormat Parquet = new("parquet", ".parquet");
    public static readonly InputFormat Wav = new("wav", ".wav");
    public static readonly InputFormat Cases = new("cases", "");

    public static IReadOnlyList<InputFormat> All { get; } = [Text, Npy, Raw, Parquet, Wav, Cases];

    /// <summary>The endings of files that are looked for in folders, in order.</summary>
    public static IReadOnlyList<string> Endings { get; } =
        [.. All.Select(format => format.Ending).Where(ending => ending.Length > 0).Order(StringComparer.Ordinal)];

    private static ReadOnlySpan<byte> CasesBegin => "kws-recorded-cases "u8;

    /// <summary>The format that the ending of a name tells, or null.</summary>
    public static InputFormat? OfName(string name)
    {
        string ending = Path.GetExtension(name).ToLowerInvariant();
        return ending.Length == 0 ? null : All.FirstOrDefault(format => format.Ending == ending);
    }

    /// <summary>The format that the beginning of an input tells: text if it is no other. Values alone (raw) tell nothing.</summary>
    /// <param name="head">Bytes up to the end of the first line that counts, or all that there are.</param>
    public static InputFormat OfHead(ReadOnlySpan<byte> head) =>
        head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8) ? Wav
        : head.StartsWith(NpyFile.Magic) ? Npy
        : head.StartsWith("PAR1"u8) ? Parquet
        : FirstLine(head, out _).StartsWith(CasesBegin) ? Cases
        : Text;

    /// <summary>True if more bytes would not change what <see cref="OfHead"/> says.</summary>
    public static bool IsDecided(ReadOnlySpan<byte> head) =>
        head.Length >= MaxHead || (head.Length >= FileSignature.Length && FileSignature.Of(head) is not null)
        || (!FirstLine(head, out bool isWhole).IsEmpty && isWhole);

    /// <summary>The first line that is neither blank nor a comment.</summary>
    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text, out bool isWhole)
    {
        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        while (true)
        {
            int end = text.IndexOfAny((byte)'\n', (byte)'\r');
            isWhole = end >= 0;
            ReadOnlySpan<byte> line = isWhole ? text[..end] : text;
            ReadOnlySpan<byte> trimmed = line.TrimStart(" \t"u8);
            if (!isWhole || !(trimmed.IsEmpty || trimmed[0] == (byte)'#'))
            {
                return line;
            }

            text = text[(end + 1)..];
        }
    }
}
