using Kws.Cli.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Patterns name the files that a shell would find, from any folder.</summary>
public sealed class PatternTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public PatternTests()
    {
        foreach (string folder in (string[])["a", "a/deep", "x", "b c [1]", "empty"])
        {
            Directory.CreateDirectory(_directory.PathOf(folder));
        }

        foreach (string file in (string[])["a/1.txt", "a/2.txt", "a/deep/3.txt", "x/4.txt", "b c [1]/5.txt"])
        {
            File.Copy(TestData.GoldenFingerprint, _directory.PathOf(file));
        }
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(".", "a/*.txt", 2)]
    [InlineData(".", "./a/*.txt", 2)]
    [InlineData(".", "a/**/*.txt", 3)]
    [InlineData(".", "*/*.txt", 4)]
    [InlineData(".", "**/*.txt", 5)]
    [InlineData("a", "*.txt", 2)]
    [InlineData("a", "../x/*.txt", 1)]
    [InlineData("a/deep", "../*.txt", 2)]
    [InlineData("a", "../a/../x/*.txt", 1)]
    [InlineData(".", "b c [1]/*.txt", 1)]
    [InlineData("b c [1]", "*.txt", 1)]
    [InlineData("b c [1]", "../b c [1]/*.txt", 1)]
    public void A_relative_pattern_is_looked_for_from_the_current_folder(string folder, string pattern, int count) =>
        AssertFinds(KwsProcess.RunInShell("cd \"$1\" && \"$0\" classify \"$2\"", _directory.PathOf(folder), pattern), count);

    [Theory]
    [InlineData("a/*.txt", 2)]
    [InlineData("b c [1]/*", 1)]
    [InlineData("**/*.txt", 5)]
    public void An_absolute_pattern_is_looked_for_where_it_says(string pattern, int count) =>
        AssertFinds(CliResult.Run("classify", _directory.PathOf(pattern)), count);

    [Theory]
    [InlineData("empty/*.txt", "there is no such file")]
    [InlineData("a/*.npy", "there is no such file")]
    [InlineData("missing/*.txt", "there is no such directory")]
    public void A_pattern_without_a_file_is_one_line(string pattern, string problem)
    {
        CliResult result = KwsProcess.RunInShell("cd \"$1\" && \"$0\" classify \"$2\"", _directory.Root, pattern);
        result.AssertFailed(3, $"{pattern}: {problem}");
    }

    private static void AssertFinds(CliResult result, int count)
    {
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        Assert.Equal(1 + count, result.Out.Count(c => c == '\n'));
    }
}
