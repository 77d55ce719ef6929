namespace Kws.Model.Tests.Support;

internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kws-model-tests-");

    public string File(string name) => Path.Combine(_directory.FullName, name);

    public string[] FileNames => [.. _directory.GetFileSystemInfos().Select(info => info.Name).Order()];

    public void Dispose() => _directory.Delete(recursive: true);
}
