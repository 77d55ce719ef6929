namespace Kws.Benchmarks;

/// <summary>The checkout that this program was built from.</summary>
internal static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The file with the generated table.</summary>
    public static string Readme => Path.Combine(Root, "README.md");

    /// <summary>The folder of a processor's results.</summary>
    public static string ResultsFolder(string processor) => Path.Combine(Root, "benchmarks", "results", processor);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Kws.Fast.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
