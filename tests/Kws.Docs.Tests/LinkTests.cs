using System.Text.RegularExpressions;

namespace Kws.Docs.Tests;

/// <summary>Relative links in the documentation lead to files, and to places within them, that exist.</summary>
public partial class LinkTests
{
    private static readonly string[] Folders = ["docs", "samples", "nuget", "benchmarks"];

    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(Repository.Root, "*.md").Concat(
                Folders.SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(path => Path.GetRelativePath(Repository.Root, path))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_somewhere(string document)
    {
        string path = Path.Combine(Repository.Root, document);
        foreach (Match link in Link().Matches(File.ReadAllText(path)))
        {
            string[] parts = link.Groups[1].Value.Split('#');
            if (parts[0].Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            string target = parts[0].Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, parts[0]);
            Assert.True(Path.Exists(target), $"{document}: {parts[0]} does not exist");
            if (parts.Length > 1)
            {
                Assert.Contains($"id=\"{parts[1]}\"", File.ReadAllText(target), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_index_leads_to_every_page()
    {
        string folder = Path.Combine(Repository.Root, "docs");
        string index = File.ReadAllText(Path.Combine(folder, "README.md"));
        foreach (string page in Directory.EnumerateFiles(folder, "*.md").Select(path => Path.GetFileName(path)).Where(page => page != "README.md"))
        {
            Assert.Contains($"]({page})", index, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
