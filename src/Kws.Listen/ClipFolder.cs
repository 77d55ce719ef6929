using System.IO.Enumeration;
using Kws.Model;

namespace Kws.Listen;

/// <summary>Finds the clips of a folder.</summary>
public static class ClipFolder
{
    private const string Extension = ".wav";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>
    /// All files <c>*.wav</c> below a folder, in ordinal order of their paths. Hidden files and folders are skipped, and links to folders
    /// are not followed.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Paths that begin with the folder as it was given. The names of one folder per level are in memory.</returns>
    /// <exception cref="ArgumentNullException">The folder is null.</exception>
    /// <exception cref="IOException">While enumerating: a folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">While enumerating: access to a folder is denied.</exception>
    public static IEnumerable<string> Find(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return FindClips();

        IEnumerable<string> FindClips()
        {
            foreach ((string name, bool isFolder) in Entries(folder, recursive: true))
            {
                string path = Path.Combine(folder, name);
                foreach (string clip in isFolder ? Find(path) : [path])
                {
                    yield return clip;
                }
            }
        }
    }

    /// <summary>The files <c>*.wav</c> of a folder itself, in ordinal order. Hidden files are skipped.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Paths that begin with the folder as it was given.</returns>
    /// <inheritdoc cref="Find" path="/exception"/>
    public static IEnumerable<string> FindHere(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Entries(folder, recursive: false).Select(entry => Path.Combine(folder, entry.Name));
    }

    /// <summary>
    /// Clips and, if wanted, folders in the order that their paths have: the content of a folder is sorted as if a separator followed its
    /// name.
    /// </summary>
    private static List<(string Name, bool IsFolder)> Entries(string folder, bool recursive)
    {
        // Unlike with Directory's methods the file system is asked for nothing but the listing: it tells folders from files.
        var entries = new FileSystemEnumerable<(string Name, bool IsFolder)>(
            folder,
            (ref entry) => (entry.IsDirectory ? $"{entry.FileName}{Path.DirectorySeparatorChar}" : $"{entry.FileName}", entry.IsDirectory),
            Everything)
        {
            ShouldIncludePredicate = (ref entry) => !HiddenFiles.Contain(ref entry) && (entry.IsDirectory
                ? recursive && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
                : entry.FileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)),
        };
        List<(string Name, bool IsFolder)> sorted = [.. entries];
        sorted.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return sorted;
    }
}
