using System.IO.Enumeration;
using Kws.Model;

namespace Kws.Cli;

/// <summary>Finds the files of a folder.</summary>
internal static class FolderSearch
{
    private static readonly EnumerationOptions Here = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private static readonly EnumerationOptions Below = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = true,
    };

    /// <summary>
    /// The files of a folder. Links to folders are not followed, and hidden files and folders left out; a folder that cannot be read is an
    /// error.
    /// </summary>
    public static IEnumerable<string> Files(string folder, bool recursive) => new FileSystemEnumerable<string>(
        folder, (ref entry) => entry.ToSpecifiedFullPath(), recursive ? Below : Here)
    {
        ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && !HiddenFiles.Contain(ref entry),
        ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !HiddenFiles.Contain(ref entry),
    };
}
