namespace Kws.Bulk.Jobs;

/// <summary>Names of files that do not depend on where a disk is mounted.</summary>
internal static class InputNames
{
    /// <summary>The paths below the directory that all of them have in common.</summary>
    public static string[] Of(IReadOnlyList<string> paths)
    {
        string[] full = [.. paths.Select(Path.GetFullPath)];
        int common = full.Length == 0 ? 0 : DirectoryLength(full[0], full[0].Length);
        foreach (string path in full)
        {
            common = Math.Min(common, DirectoryLength(full[0], full[0].AsSpan().CommonPrefixLength(path)));
        }

        return [.. full.Select(path => path[common..].Replace(Path.DirectorySeparatorChar, '/'))];
    }

    /// <summary>The length of the directory, with its separator, within the first characters of a path.</summary>
    private static int DirectoryLength(string path, int length) => path.AsSpan(0, length).LastIndexOf(Path.DirectorySeparatorChar) + 1;
}
