namespace Kws.Export.Tests.Support;

internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kws-export-tests-");

    public string Root => _directory.FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
