using Kws.Benchmarks.Published;

namespace Kws.Benchmarks.Tests;

/// <summary>The page about imported networks has the measured table.</summary>
public class PublishedTableTests
{
    [Fact]
    public void The_table_of_the_page_about_imports_is_that_of_a_processor()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "use", "import.md"));
        string[] results = [.. Directory.GetDirectories(Repository.ResultsFolder(""))
            .Select(folder => Path.Combine(folder, PublishedReport.PageName)).Where(File.Exists)];
        Assert.Contains(results, file => page.Contains(FirstTable(File.ReadAllText(file)), StringComparison.Ordinal));
    }

    private static string FirstTable(string page)
    {
        int start = page.IndexOf("\n| ", StringComparison.Ordinal);
        return page[start..page.IndexOf("\n\n", start, StringComparison.Ordinal)];
    }
}
