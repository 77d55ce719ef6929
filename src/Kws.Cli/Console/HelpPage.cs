using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Kws.Cli.Output;

namespace Kws.Cli;

/// <summary>The help of a command, as wide as the terminal: its own options before those that it shares with others.</summary>
/// <param name="context">Has the terminal.</param>
/// <param name="groups">All commands by subject, for the help of <c>kws</c> itself.</param>
/// <param name="rootExamples">The examples of <c>kws</c> itself.</param>
internal sealed class HelpPage(
    CliContext context, IReadOnlyList<(string Subject, Command[] Commands)> groups, IReadOnlyList<string> rootExamples)
    : SynchronousCommandLineAction
{
    private const string Indent = "  ";

    private readonly int _width = context.OutIsTerminal ? Terminal.Width(context) : Terminal.DefaultWidth;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        var own = command as KwsCommand;
        IReadOnlyList<(string Name, IReadOnlyList<Option> Options)> shared = own?.SharedOptions ?? [];
        Write(WordWrap.Lines(command.Description!, _width));
        WriteSection("Usage", WordWrap.Lines(Indent + Usage(command), _width, 2 * Indent.Length));
        WritePairs("Arguments", command.Arguments.Select(argument => ($"<{argument.Name}>", argument.Description!)));
        if (command is RootCommand)
        {
            foreach ((string subject, Command[] commands) in groups)
            {
                WritePairs(subject, commands.SelectMany(Leaves).Select(leaf => (NameOf(leaf)["kws ".Length..], Summary(leaf))));
            }

            WriteOptions("Help", command.Options);
        }
        else
        {
            WritePairs("Commands", command.Subcommands.Select(child => (child.Name, Summary(child))));
            WriteOptions("Options", command.Options.Except(shared.SelectMany(group => group.Options)));
            foreach ((string name, IReadOnlyList<Option> options) in shared)
            {
                WriteOptions(name, options);
            }

            WriteOptions("Help", parseResult.RootCommandResult.Command.Options.OfType<HelpOption>());
        }

        WriteSection("Examples", (own?.Examples ?? rootExamples).Select(Example));
        WritePairs("Exit codes", ExitCode.All.Select(exit => ($"{exit.Code,3}", exit.Meaning)));
        return ExitCode.Success;
    }

    /// <summary>The command with those above it: <c>kws model show</c>.</summary>
    internal static string NameOf(Command command) =>
        command is RootCommand ? "kws" : $"{NameOf(command.Parents.OfType<Command>().Single())} {command.Name}";

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);

    /// <summary>The description up to its details.</summary>
    private static string Summary(Command command) => command.Description!.Split(':')[0].Split(". ")[0].TrimEnd('.');

    private static string Usage(Command command) => string.Join(' ', (string[])[
        NameOf(command),
        .. command.Subcommands.Count > 0 ? ["<command>"] : (string[])[],
        .. command.Arguments.Select(Usage),
        .. command.Options.Where(option => option.Required).Select(option => $"{option.Name} <{option.HelpName}>"),
        "[options]",
    ]);

    private static string Usage(Argument argument)
    {
        string name = $"<{argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private void WriteOptions(string heading, IEnumerable<Option> options) => WritePairs(heading, options.Select(option =>
    {
        // The library knows aliases of Windows too, such as /h.
        IEnumerable<string> aliases = option.Aliases.Where(alias => alias.StartsWith('-')).Order();
        string names = string.Join(", ", aliases.Append(option.Name));
        return (option.HelpName is { } value ? $"{names} <{value}>" : names, option.Description!);
    }));

    /// <summary>Names and meanings side by side; where little room is left for the meaning, it is below the name.</summary>
    private void WritePairs(string heading, IEnumerable<(string Name, string Meaning)> pairs)
    {
        const int LeastRoom = 30;
        (string Name, string Meaning)[] all = [.. pairs];
        int indent = all.Select(pair => pair.Name.Length).DefaultIfEmpty().Max() + (2 * Indent.Length);
        WriteSection(heading, all.SelectMany(pair => _width - indent < LeastRoom ? Below(pair) : Beside(pair)));

        IEnumerable<string> Below((string Name, string Meaning) pair) => WordWrap.Lines(pair.Meaning, _width - (2 * Indent.Length))
            .Select(line => Indent + Indent + line).Prepend(Indent + pair.Name);

        IEnumerable<string> Beside((string Name, string Meaning) pair) => WordWrap.Lines(pair.Meaning, _width - indent)
            .Select((line, i) => (i == 0 ? Indent + pair.Name : "").PadRight(indent) + line);
    }

    private void WriteSection(string heading, IEnumerable<string> lines)
    {
        if (lines.Any())
        {
            Write(["", .. WordWrap.Lines($"{heading}:", _width), .. lines]);
        }
    }

    private void Write(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            context.Out.WriteLine(line);
        }
    }

    /// <summary>A command line, with the sign of a shell where it is broken.</summary>
    private string Example(string example) => string.Join(" \\\n", WordWrap.Lines(Indent + example, _width - 2, 2 * Indent.Length));
}
