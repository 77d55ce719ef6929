using System.CommandLine;
using Kws.Cli.Tests.Support;

namespace Kws.Cli.Tests;

/// <summary>An option of one value that is given twice is refused by every command: one of both would be dropped in silence.</summary>
public sealed class RepeatedOptionTests
{
    private static readonly RootCommand Root = CommandLineApplication.CreateRoot(
        new CliContext(TextReader.Null, TextWriter.Null, TextWriter.Null, CancellationToken.None));

    public static TheoryData<string, string> Scalars { get; } =
    [
        .. from command in Descendants(Root, "")
           from option in command.Command.Options
           where option.Arity.MaximumNumberOfValues == 1 && option.ValueType != typeof(bool)
           select new TheoryDataRow<string, string>(command.Name, option.Name),
    ];

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Given_twice_it_is_refused(string command, string option) =>
        CliResult.Run([.. command.Split(' '), option, "1", option, "1"]).AssertFailed(
            2, $"{option} is given 2 times, expected once; see kws {command} --help");

    [Fact]
    public void Every_option_that_takes_several_values_is_known()
    {
        var several = from command in Descendants(Root, "")
                      from option in command.Command.Options
                      where option.Arity.MaximumNumberOfValues > 1
                      select $"{command.Name} {option.Name}";
        Assert.Equal(
            ["listen --suppression", "listen --threshold", "train --negatives", "train --noise", "train --recordings", "verify --kernel"],
            several.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Name, Command Command)> Descendants(Command command, string name) =>
        command.Subcommands.SelectMany(child => Descendants(child, $"{name} {child.Name}".Trim())
            .Prepend(($"{name} {child.Name}".Trim(), child)));
}
