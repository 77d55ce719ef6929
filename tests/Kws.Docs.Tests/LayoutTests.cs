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

    [Fact]
    public void The_readme_has_150_lines_at_most() => Assert.InRange(Documents.Read("README.md").TrimEnd('\n').Split('\n').Length, 1, 150);

    [GeneratedRegex(@"\]\([^)\s]+\)")]
    private static partial Regex Target();
}
