using System.Security.Cryptography;

namespace Kws.Bulk.Jobs;

/// <summary>
/// The properties that tell that an input is still the one that a job began with. Where the disk is mounted that it is on is none of them.
/// </summary>
/// <param name="Name">Its path below the directory that all inputs of the job have in common.</param>
/// <param name="Format">How it is read.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When it was last written, in UTC.</param>
/// <param name="Head">SHA-256 of its first 64 KB, or of the names of its clips, in hexadecimal.</param>
internal sealed record InputIdentity(string Name, string Format, long Size, DateTime Modified, string Head)
{
    private const int HeadBytes = 1 << 16;

    public static InputIdentity Of(InputShare share)
    {
        string path = Path.GetFullPath(share.Input.Name);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var head = new byte[Math.Min(HeadBytes, file.Length)];
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return new(
            share.Name, share.Input.Format, file.Length, File.GetLastWriteTimeUtc(path),
            Convert.ToHexStringLower(SHA256.HashData(head.AsSpan(0, read))));
    }

    /// <summary>The difference of another input in the same place, or null.</summary>
    public string? DifferenceTo(InputIdentity now) =>
        Name != now.Name ? $"it was {Name}"
        : Format != now.Format ? $"it was read as {Format}, now as {now.Format}"
        : Size != now.Size ? $"it had {Size} bytes, now {now.Size}"
        : Head != now.Head ? "it begins with other bytes"
        : Modified != now.Modified ? $"it was last written at {Modified:O}, now {now.Modified:O}"
        : null;
}
