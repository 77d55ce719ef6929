using System.IO.Enumeration;
using Kws.Model;
using Microsoft.Extensions.FileSystemGlobbing;

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

    /// <summary>True if an argument is a pattern, and not a file whose name has an asterisk.</summary>
    public static bool IsPattern(string input) => input.Contains('*', StringComparison.Ordinal) && !File.Exists(input);

    /// <summary>Files that match a pattern, with <c>*</c> for a part of a name and <c>**</c> for any directories.</summary>
    public static IEnumerable<string> Matching(string pattern, CancellationToken cancellation)
    {
        int separator = pattern.AsSpan(0, pattern.IndexOf('*', StringComparison.Ordinal)).LastIndexOfAny('/', Path.DirectorySeparatorChar);
        string folder = separator < 0 ? "." : pattern[..(separator + 1)];
        string rest = pattern[(separator + 1)..];
        string root = Path.GetFullPath(folder);
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(rest);
        return matcher.Match(root, Files(root, recursive: rest.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar)).Until(cancellation))
            .Files.Select(match => separator < 0 ? match.Path : folder + match.Path);
    }
}
