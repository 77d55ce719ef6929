using System.Text.RegularExpressions;
using Kws.Cli.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>The commands and the program of docs/use/replay.md print what the page shows.</summary>
public sealed partial class ReplayPageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_example_prints_what_the_page_shows()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell");
        Assert.SkipUnless(KwsProcess.RunInShell("command -v python3 || true").Out.Length > 0, "NOT RUN: python3 is missing");
        Directory.CreateDirectory(_directory.PathOf("samples"));
        File.Copy(TestData.Recorded, _directory.PathOf("samples/recorded.txt"));
        (string Language, string Text)[] blocks =
        [
            .. Block().Matches(File.ReadAllText(TestData.PathOf("replay.md")))
                .Select(block => (block.Groups["language"].Value, block.Groups["text"].Value)),
        ];
        Assert.Equal(["sh", "python", "sh", "text"], blocks[..4].Select(block => block.Language));
        _directory.Write("device.py", blocks[1].Text);
        Assert.Equal((0, "", ""), Run(blocks[0].Text));
        Assert.Equal((0, "", ""), Run("python3 device.py"));
        Assert.Equal((1, blocks[3].Text, "kws: 1 of 1 cases differ from the reference\n"), Run(blocks[2].Text));
    }

    /// <summary>Runs commands in which <c>kws</c> is the built program.</summary>
    private (int ExitCode, string Out, string Error) Run(string commands)
    {
        CliResult result = KwsProcess.RunInShell($"kws() {{ \"$0\" \"$@\"; }}; set -e; cd \"$1\"\n{commands}", _directory.Root);
        return (result.ExitCode, LineEnd().Replace(result.Out, ""), result.Error);
    }

    [GeneratedRegex("(?m)^```(?<language>sh|python|text)\n(?<text>[^`]+)^```")]
    private static partial Regex Block();

    [GeneratedRegex("(?m) +$")]
    private static partial Regex LineEnd();
}
