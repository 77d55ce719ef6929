namespace Kws.Listen.Tests.Support;

internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kws-listen-tests-");

    public string Root => _directory.FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Makes an empty file and the folders before it.</summary>
    public void Touch(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), []);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
