namespace Kws.Benchmarks.Results;

/// <summary>Makes everything that people read from <c>results.json</c>.</summary>
internal static class Rendering
{
    /// <summary>The page, for every folder of results.</summary>
    public const string PageName = "results.md";

    /// <summary>The picture.</summary>
    public const string PictureName = "throughput.svg";

    /// <summary>Renders page and picture of every folder that has results, and the table in the README.</summary>
    public static void RenderAll()
    {
        foreach (string folder in Folders())
        {
            var results = BenchmarkResults.Read(folder);
            File.WriteAllText(Path.Combine(folder, PageName), ResultsPage.Render(results));
            File.WriteAllText(Path.Combine(folder, PictureName), ThroughputPicture.Render(results));
        }

        File.WriteAllText(Repository.Readme, ReadmeTable.Update(File.ReadAllText(Repository.Readme)));
    }

    /// <summary>The folders that have results.</summary>
    public static IEnumerable<string> Folders() =>
        Directory.GetDirectories(
            Repository.ResultsFolder("")).Where(folder => File.Exists(Path.Combine(folder, BenchmarkResults.FileName)));
}
