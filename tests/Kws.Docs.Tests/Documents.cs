namespace Kws.Docs.Tests;

/// <summary>The files of the repository, without those that a build writes or a package manager installs.</summary>
internal static class Documents
{
    private static readonly string[] Built =
        ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", "node_modules", ".git", ".vs", ".idea"];

    /// <summary>The paths of all files whose names end so, relative to the root of the repository, with slashes.</summary>
    public static string[] EndingIn(params string[] endings) =>
        [.. In(Repository.Root)
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The text of a file.</summary>
    /// <param name="document">Its path, relative to the root of the repository.</param>
    public static string Read(string document) => File.ReadAllText(Path.Combine(Repository.Root, document));

    private static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(below => !Built.Contains(Path.GetFileName(below))).SelectMany(In));
}
