using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kws.Docs.Tests;

/// <summary>Relative links in Markdown files and pictures lead to files, and to places within them, that exist.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Documents.EndingIn(".md")];

    public static TheoryData<string> Pictures => [.. Documents.EndingIn(".svg")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_of_a_page_lead_somewhere(string page)
    {
        foreach (Match link in Link().Matches(WithoutCode(Documents.Read(page))))
        {
            AssertLeadsSomewhere(page, link.Groups["target"].Value);
        }
    }

    /// <summary>The log names files as they were.</summary>
    [Fact]
    public void Files_that_pages_name_exist() => Assert.All(
        Documents.EndingIn(".md").Where(page => !page.StartsWith("docs/log/", StringComparison.Ordinal)),
        page => Assert.All(
            NamedFile().Matches(WithoutCode(Documents.Read(page))),
            file => Assert.True(Exists(file.Groups["path"].Value), $"{page}: {file.Groups["path"].Value} does not exist")));

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Links_of_a_picture_lead_somewhere(string picture)
    {
        XElement root = XDocument.Parse(Documents.Read(picture)).Root!;
        Assert.Equal("svg", root.Name.LocalName);
        string[] places = [.. root.DescendantsAndSelf().Attributes("id").Select(id => id.Value)];
        foreach (XAttribute link in root.DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.LocalName == "href"))
        {
            if (link.Value.StartsWith('#'))
            {
                Assert.Contains(link.Value[1..], places);
            }
            else
            {
                AssertLeadsSomewhere(picture, link.Value);
            }
        }
    }

    [Fact]
    public void Pages_and_pictures_that_source_files_name_exist()
    {
        string[] sources = Documents.EndingIn(".cs", ".csproj", ".props", ".targets", ".c", ".v", ".yml", ".json");
        Assert.All(sources, source => Assert.All(
            NamedPage().Matches(Documents.Read(source)),
            page => Assert.True(Exists(page.Value), $"{source}: {page.Value} does not exist")));
    }

    [Fact]
    public void The_index_leads_to_every_page()
    {
        string index = Documents.Read("docs/README.md");
        Assert.All(
            Documents.EndingIn(".md").Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && page != "docs/README.md"),
            page => Assert.Contains($"]({page["docs/".Length..]})", index, StringComparison.Ordinal));
    }

    private static void AssertLeadsSomewhere(string document, string link)
    {
        if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("data:", StringComparison.Ordinal))
        {
            return;
        }

        string[] parts = link.Split('#');
        string target = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, parts[0]);
        Assert.True(Exists(target), $"{document}: {link} does not exist");
        if (parts.Length > 1)
        {
            Assert.True(Places(target).Contains(parts[1]), $"{document}: {parts[0]} has no heading #{parts[1]}");
        }
    }

    private static bool Exists(string document) => Path.Exists(Path.Combine(Repository.Root, document));

    /// <summary>The anchors of a page's headings, as GitHub makes them.</summary>
    private static IEnumerable<string> Places(string page) => Heading().Matches(WithoutCode(Documents.Read(page)))
        .Select(heading => NotInAnchor().Replace(heading.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string markdown) => Fenced().Replace(markdown, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ +(?<text>.*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"`(?<path>(src|tests|docs|benchmarks|samples|nuget|\.ci)/[\w./-]+)`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"\bdocs/[\w./-]+\.(md|svg)\b")]
    private static partial Regex NamedPage();
}
