using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kws.Bulk.Jobs;

/// <summary>
/// The properties that tell that an input is still the one that a job began with. Where the disk is mounted that it is on is none of them.
/// </summary>
/// <param name="Name">Its path below the directory that all inputs of the job have in common.</param>
/// <param name="Format">How it is read.</param>
/// <param name="Clips">The number of clips of the part, or null for a file.</param>
/// <param name="Size">Bytes: of the file, or of all clips of the part.</param>
/// <param name="Modified">When it was last written, in UTC.</param>
/// <param name="Content">
/// SHA-256, in hexadecimal, of blocks all over the file, or of the names, sizes and times of the clips of the part.
/// </param>
internal sealed record InputIdentity(string Name, string Format, int? Clips, long Size, DateTime Modified, string Content)
{
    private const int BlockBytes = 1 << 16;
    private const int Blocks = 64;

    public static InputIdentity Of(InputShare share) => share.Input.Clips is { } clips ? OfClips(share, clips) : OfFile(share);

    /// <summary>The difference of another input in the same place, or null.</summary>
    public string? DifferenceTo(InputIdentity now) =>
        Name != now.Name ? $"it was {Name}"
        : DifferenceOfContentTo(now) is { } difference ? difference
        : Modified != now.Modified ? $"it was last written at {Modified:O}, now {now.Modified:O}"
        : null;

    /// <summary>The same, apart from the name and the time, which a copy of a file on another machine may not have.</summary>
    public string? DifferenceOfContentTo(InputIdentity now) =>
        Format != now.Format ? $"it was read as {Format}, now as {now.Format}"
        : Clips != now.Clips ? $"it had {Clips} clips, now {now.Clips}"
        : Size != now.Size ? $"it had {Size} bytes, now {now.Size}"
        : Content == now.Content ? null
        : Clips is null ? "its content has changed"
        : "its clips have other names, sizes or times";

    /// <summary>The entry of a file, or of that to which a link leads.</summary>
    public static FileInfo InfoOf(string path)
    {
        var file = new FileInfo(path);
        return file.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file
            : file;
    }

    private static InputIdentity OfFile(InputShare share)
    {
        using var file = new FileStream(
            share.Input.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return new(share.Name, share.Input.Format, null, file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle), HashOf(file));
    }

    /// <summary>Of a short file all is hashed; of a long one the first and the last block, and others at the same distance.</summary>
    private static string HashOf(FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[BlockBytes];
        long last = Math.Max(0, file.Length - BlockBytes);
        long step = Math.Max(BlockBytes, (last + Blocks - 2) / (Blocks - 1));
        for (long begin = 0; begin < last + step; begin += step)
        {
            file.Position = Math.Min(begin, last);
            hash.AppendData(block, 0, file.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static InputIdentity OfClips(InputShare share, IReadOnlyList<string> clips)
    {
        int begin = (int)(share.Start?.Offset ?? 0);
        int end = (int)(share.Stop?.Offset ?? clips.Count);
        string[] names = InputNames.Of(clips);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        DateTime modified = DateTime.MinValue;
        for (int i = begin; i < end; i++)
        {
            // One that is missing or may not be read is told when it is its turn.
            FileInfo file = InfoOf(clips[i]);
            (long size, DateTime time) = file.Exists ? (file.Length, file.LastWriteTimeUtc) : (0, DateTime.MinValue);
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{names[i]}\n{size} {time.Ticks}\n")));
            bytes += size;
            modified = time > modified ? time : modified;
        }

        return new(share.Name, share.Input.Format, end - begin, bytes, modified, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
