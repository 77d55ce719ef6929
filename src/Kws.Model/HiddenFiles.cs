using System.IO.Enumeration;

namespace Kws.Model;

/// <summary>
/// Files and folders that no search finds: those that the system hides, and on every system those whose names begin with a dot.
/// </summary>
/// <remarks>macOS leaves a file <c>._x.wav</c> beside <c>x.wav</c> on foreign disks, which Windows shows. It holds no sound.</remarks>
internal static class HiddenFiles
{
    /// <summary>True if an entry of a folder is hidden.</summary>
    public static bool Contain(ref FileSystemEntry entry) => entry.FileName.StartsWith('.') || entry.IsHidden;
}
