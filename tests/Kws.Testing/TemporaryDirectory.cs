namespace Kws.Testing;

/// <summary>An empty directory that is deleted at the end.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>The path.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("kws-tests-").FullName;

    /// <summary>The names of the files and directories in it, sorted.</summary>
    public IReadOnlyList<string> Names =>
        [.. Directory.EnumerateFileSystemEntries(Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The path of a name in it.</summary>
    /// <param name="name">A name or a relative path.</param>
    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Writes a file and returns its path.</summary>
    /// <param name="name">The name.</param>
    /// <param name="text">The text.</param>
    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>Writes a file and returns its path.</summary>
    /// <param name="name">The name.</param>
    /// <param name="bytes">The bytes.</param>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    /// <summary>Makes an empty file and the directories before it.</summary>
    /// <param name="name">A relative path.</param>
    public void Touch(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), []);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
