using System.Text.RegularExpressions;

namespace Kws.Docs.Tests;

/// <summary>Pages can be read as they are, without a program that wraps their lines.</summary>
public partial class LayoutTests
{
    private const int Columns = 140;

    /// <summary>All pages but the results of measurements, which programs write.</summary>
    public static TheoryData<string> Pages =>
        [.. Documents.EndingIn(".md").Where(page => !page.StartsWith("benchmarks/results/", StringComparison.Ordinal))];

    /// <summary>Tables, code and the targets of links may be longer.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void No_line_is_longer_than_140_columns(string page)
    {
        bool code = false;
        foreach ((int index, string line) in Documents.Read(page).Split('\n').Index())
        {
            code ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (!code && !line.TrimStart().StartsWith('|'))
            {
                int length = Target().Replace(line.TrimEnd('\r'), "]").Length;
                Assert.True(length <= Columns, $"{page}:{index + 1}: {length} columns, expected {Columns} at most");
            }
        }
    }

    /// <summary>Texts in three quotes may be longer: they are what a program prints or reads.</summary>
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("benchmarks")]
    [InlineData("samples")]
    public void No_line_of_code_is_longer_than_140_columns(string folder) => Assert.All(
        Documents.EndingIn(".cs").Where(file => file.StartsWith($"{folder}/", StringComparison.Ordinal)),
        file =>
        {
            bool isText = false;
            foreach ((int index, string line) in Documents.Read(file).Split('\n').Index())
            {
                Assert.True(
                    isText || line.TrimEnd(
                        '\r').Length <= Columns, $"{file}:{index + 1}: {line.Length} columns, expected {Columns} at most");
                isText ^= Quotes().Count(line) % 2 == 1;
            }
        });

    [Fact]
    public void The_readme_has_150_lines_at_most() => Assert.InRange(Documents.Read("README.md").TrimEnd('\n').Split('\n').Length, 1, 150);

    [GeneratedRegex(@"\]\([^)\s]+\)")]
    private static partial Regex Target();

    [GeneratedRegex("\"\"\"+")]
    private static partial Regex Quotes();
}
