using System.CommandLine;
using System.CommandLine.Parsing;
using Kws.Cli.Tests.Support;

namespace Kws.Cli.Tests;

/// <summary>The help is true and complete. docs/use/cli.md is made of it, which CI checks.</summary>
public sealed class HelpTests
{
    private static readonly RootCommand Root = CommandLineApplication.CreateRoot(
        new CliContext(TextReader.Null, TextWriter.Null, TextWriter.Null, CancellationToken.None));

    public static TheoryData<string> Commands { get; } =
    [
        "", "classify", "label-wav", "evaluate", "widths", "listen", "microphones", "tune", "trace", "record", "replay", "verify",
        "kernels", "fingerprints", "merge", "bench", "ranges", "collect", "train", "models", "model", "model show", "model convert",
        "import", "import cmsis", "import tensorflow", "quantize", "export", "export c", "export onnx", "export vectors",
        "export verilog", "estimate",
    ];

    [Fact]
    public void All_commands_are_tested() => Assert.Equal(Commands.Count, 1 + Descendants(Root).Count());

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_ends_with_examples_and_exit_codes(string command)
    {
        CliResult result = CliResult.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        Assert.NotEmpty(Examples(result.Out));
        Assert.All(Examples(result.Out), example => Assert.Contains($"kws {command}".Trim(), example));
        Assert.EndsWith(
            $"Exit codes: {string.Join(' ', ExitCode.All.Select(exit => $"{exit.Code} {exit.Meaning}"))}",
            string.Join(' ', result.Out.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Examples_are_command_lines_that_parse(string command)
    {
        CliResult result = CliResult.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.All(Examples(result.Out), example =>
        {
            string withoutShell = example[example.IndexOf("kws ", StringComparison.Ordinal)..].Split(" > ")[0].Split(" < ")[0];
            Assert.Empty(Root.Parse([.. CommandLineParser.SplitCommandLine(withoutShell).Skip(1)]).Errors);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("model")]
    [InlineData("import")]
    [InlineData("export")]
    public void Commands_that_only_have_others_print_their_help(string command)
    {
        string[] args = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(CliResult.Run([.. args, "--help"]), CliResult.Run(args));
        Assert.Equal(0, CliResult.Run(args).ExitCode);
    }

    [Fact]
    public void Own_options_stand_before_shared_ones()
    {
        string[] headings =
            [.. CliResult.Run("evaluate", "--help").Out.Split('\n').Where(line => line.Length > 0 && line[0] != ' ' && line[^1] == ':')];
        Assert.Equal(
            ["Usage:", "Arguments:", "Options:", "Model:", "Front end, where it is another than the model's:", "Help:", "Examples:",
                "Exit codes:"], headings);
    }

    [Fact]
    public void The_help_of_kws_lists_every_command_once()
    {
        string[] lines = CliResult.Run("--help").Out.Split('\n');
        Assert.All(
            Commands.Select(row => row.Data).Where(name => name is not ("" or "model" or "import" or "export")),
            name => Assert.Single(lines, line => line.StartsWith($"  {name}  ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_version_is_one_line() => Assert.Matches("^[0-9][^\n]*\n$", CliResult.Run("--version").Out);

    private static IEnumerable<string> Examples(string help) =>
        help.Replace(" \\\n    ", " ").Split('\n').SkipWhile(line => line != "Examples:").Skip(1).TakeWhile(line => line.Length > 0);

    private static IEnumerable<Command> Descendants(Command command) =>
        command.Subcommands.SelectMany(child => Descendants(child).Prepend(child));
}
