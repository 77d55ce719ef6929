using System.Text.RegularExpressions;

namespace Kws.Docs.Tests;

/// <summary>XML summaries are noun phrases or sentences, never relative clauses.</summary>
public partial class SummaryTests
{
    public static TheoryData<string> Folders { get; } = ["src", "tests", "benchmarks", "samples"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_summary_begins_with_a_question_word(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !BuildOutput().IsMatch(file))];
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(RelativeClause(), File.ReadAllText(file)));
    }

    [GeneratedRegex(@"<summary>(\s*///)?\s*(What|How|Whether|Where|Which|Who)\b")]
    private static partial Regex RelativeClause();

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex BuildOutput();
}
