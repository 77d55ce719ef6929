namespace Kws.Cli.Tests.Support;

internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kws-cli-tests-");

    public string Root => _directory.FullName;

    public IEnumerable<string> FileNames => _directory.EnumerateFiles().Select(file => file.Name).Order();

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
