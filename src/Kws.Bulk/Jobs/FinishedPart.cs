using System.Security.Cryptography;
using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>A complete part of a job, on disk.</summary>
/// <param name="Path">Its output, as the user named it.</param>
/// <param name="Journal">Its journal.</param>
/// <param name="Output">The output in the journal.</param>
internal sealed record FinishedPart(string Path, Journal Journal, JournalOutput Output)
{
    /// <summary>The number of items in it.</summary>
    public long Count => Journal.Counts[0];

    /// <summary>The part as <c>K/N</c>.</summary>
    public string Number => FormattableString.Invariant($"{Journal.Part}/{Journal.Parts}");

    /// <summary>The part of which a file is the output.</summary>
    /// <exception cref="KwsFormatException">It is no part, or not complete.</exception>
    /// <exception cref="IOException">It cannot be opened, or there is none.</exception>
    public static FinishedPart At(string path)
    {
        OpenFile(path).Dispose();
        string journalPath = Journal.PathFor(path);
        Journal journal = Journal.Read(journalPath)
            ?? throw new KwsFormatException(path, 0, $"this is no part of a job: there is no {journalPath}");
        return !journal.IsPublished
                ? throw new KwsFormatException(path, 0, "this part is not complete: its command with --resume continues it")
            : journal.OutputOf(System.IO.Path.GetFileName(AtomicFile.Target(path))) is { } output ? new(path, journal, output)
            : throw new KwsFormatException(path, 0, $"{journalPath} is of another file");
    }

    /// <summary>Reads the output, from its beginning, and finds out whether it is what it was when the part was finished.</summary>
    /// <param name="read">Receives the content, of which it may leave a rest.</param>
    /// <exception cref="KwsFormatException">It is not. What was read is of no use.</exception>
    public void Read(Action<Stream> read)
    {
        using FileStream file = OpenFile(Path);
        using var hash = SHA256.Create();
        using (var content = new CryptoStream(file, hash, CryptoStreamMode.Read, leaveOpen: true))
        {
            read(content);
            content.CopyTo(Stream.Null);
        }

        if (Convert.ToHexStringLower(hash.Hash!) != Output.Hash)
        {
            throw new KwsFormatException(Path, 0, "the file has another content than when the part was finished: it was changed");
        }
    }

    /// <summary>SHA-256 of a file, in hexadecimal.</summary>
    public static string HashOf(string path)
    {
        using FileStream file = OpenFile(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
