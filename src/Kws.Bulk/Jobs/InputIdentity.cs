using System.Security.Cryptography;

namespace Kws.Bulk.Jobs;

/// <summary>The properties that tell that a file is still the one that a job began with.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Format">How it is read.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When it was last written, in UTC.</param>
/// <param name="Head">SHA-256 of its first 64 KB, in hexadecimal.</param>
internal sealed record InputIdentity(string Path, string Format, long Size, DateTime Modified, string Head)
{
    private const int HeadBytes = 1 << 16;

    public static InputIdentity Of(BulkInput input)
    {
        string path = System.IO.Path.GetFullPath(input.Name);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var head = new byte[Math.Min(HeadBytes, file.Length)];
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return new(
            path, input.Format, file.Length, File.GetLastWriteTimeUtc(path),
            Convert.ToHexStringLower(SHA256.HashData(head.AsSpan(0, read))));
    }

    /// <summary>The difference of another file under the same name, or null.</summary>
    public string? DifferenceTo(InputIdentity now) =>
        Path != now.Path ? $"it was {Path}"
        : Format != now.Format ? $"it was read as {Format}, now as {now.Format}"
        : Size != now.Size ? $"it had {Size} bytes, now {now.Size}"
        : Head != now.Head ? "it begins with other bytes"
        : Modified != now.Modified ? $"it was last written at {Modified:O}, now {now.Modified:O}"
        : null;
}
