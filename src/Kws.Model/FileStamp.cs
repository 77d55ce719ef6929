using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Kws.Model;

/// <summary>Length and time of the last change of an open file: if both stay, what was read is one version of it.</summary>
internal readonly record struct FileStamp(long Length, DateTime Modified)
{
    public static FileStamp Of(SafeFileHandle file) => new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));

    /// <summary>The stamp of a file that can be read again; null for a pipe, which changes as it is read.</summary>
    public static FileStamp? Of(FileStream file) => file.CanSeek ? Of(file.SafeFileHandle) : null;

    /// <summary>Refuses a file that is not as it was.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="name">Its name in messages.</param>
    public void Check(SafeFileHandle file, string name)
    {
        FileStamp now = Of(file);
        if (now != this)
        {
            string change = now.Length != Length
                ? $"it had {Length} bytes, now {now.Length}"
                : string.Create(CultureInfo.InvariantCulture, $"it was last written at {Modified:O}, now {now.Modified:O}");
            throw new KwsFormatException(name, 0, $"the file was changed while it was read: {change}");
        }
    }
}
