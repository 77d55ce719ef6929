using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Kws.Cli;

/// <summary>The library's help, followed by what it has no section for: examples and exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in parseResult.CommandResult.Command is KwsCommand command ? command.Examples : rootExamples)
        {
            output.WriteLine($"  {example}");
        }

        output.WriteLine();
        output.WriteLine("Exit codes:");
        foreach ((int code, string meaning) in ExitCode.All)
        {
            output.WriteLine($"  {code,3}  {meaning}");
        }

        return exitCode;
    }
}
