namespace Kws.Bulk.Parquet.Tests.Support;

internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kws-parquet-tests-");

    public string Root => _directory.FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
