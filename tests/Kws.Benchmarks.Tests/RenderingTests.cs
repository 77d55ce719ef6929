using Kws.Benchmarks.Results;

namespace Kws.Benchmarks.Tests;

/// <summary>Tables and pictures are those of the committed results.</summary>
public class RenderingTests
{
    private const string Remedy = "make them anew: dotnet run -c Release --project benchmarks/Kws.Benchmarks -- render";

    public static TheoryData<string> Processors => [.. Rendering.Folders().Select(folder => Path.GetFileName(folder))];

    [Fact]
    public void The_table_of_the_readme_is_that_of_the_results()
    {
        string readme = File.ReadAllText(Repository.Readme);
        Assert.True(ReadmeTable.Update(readme) == readme, $"README.md and the benchmark results disagree; {Remedy}");
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void The_page_is_that_of_the_results(string processor)
    {
        string folder = Repository.ResultsFolder(processor);
        string page = File.ReadAllText(Path.Combine(folder, Rendering.PageName));
        Assert.True(ResultsPage.Render(BenchmarkResults.Read(folder)) == page, $"{processor}: page and results disagree; {Remedy}");
    }

    // Not compared with the committed bytes: a letter's position depends on the fonts of the machine.
    [Theory]
    [MemberData(nameof(Processors))]
    public void The_picture_shows_everyone_and_is_the_same_every_time(string processor)
    {
        var results = BenchmarkResults.Read(Repository.ResultsFolder(processor));
        string picture = ThroughputPicture.Render(results);
        Assert.Equal(picture, ThroughputPicture.Render(results));
        Assert.All(
            results.Contenders, contender => Assert.Contains($"\t{ContenderNames.Plain(contender)}\n", picture, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Intel(R) Xeon(R) Processor (family 6, model 207)", "intel-emerald-rapids")]
    [InlineData("AMD Ryzen 9 9950X 16-Core Processor", "amd-ryzen-9-9950x-16-core-processor")]
    public void A_processor_has_a_folder(string name, string folder) => Assert.Equal(folder, Processor.Of(name).Folder);
}
