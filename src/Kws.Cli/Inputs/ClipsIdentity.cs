using System.Security.Cryptography;
using System.Text;
using Kws.Bulk.Jobs;
using Kws.Listen;

namespace Kws.Cli;

/// <summary>Tells whether clips are still those of a job: by the names of all, and size and time of those of its part.</summary>
internal static class ClipsIdentity
{
    public static InputIdentity Of(InputShare share, IReadOnlyList<Clip> clips)
    {
        using var names = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string directory = Path.GetDirectoryName(Path.GetFullPath(share.Input.Name))!;
        foreach (Clip clip in clips)
        {
            names.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(directory, clip.Name)}\n"));
        }

        long bytes = 0;
        DateTime modified = DateTime.MinValue;
        for (long i = share.Start?.Offset ?? 0; i < (share.Stop?.Offset ?? clips.Count); i++)
        {
            // One that is missing or may not be read is told when it is its turn.
            var file = new FileInfo(clips[(int)i].Name);
            bytes += file.Exists ? file.Length : 0;
            modified = file.Exists && file.LastWriteTimeUtc > modified ? file.LastWriteTimeUtc : modified;
        }

        return new(share.Name, share.Input.Format, bytes, modified, Convert.ToHexStringLower(names.GetHashAndReset()));
    }
}
