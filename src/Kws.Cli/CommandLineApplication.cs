using System.CommandLine;
using System.CommandLine.Help;
using Kws.Cli.Commands;

namespace Kws.Cli;

/// <summary>The whole program on given streams.</summary>
internal static class CommandLineApplication
{
    public static int Run(IReadOnlyList<string> args, CliContext context)
    {
        try
        {
            int exitCode = Invoke(args, context);
            context.Out.Flush();
            return exitCode;
        }
        catch (IOException e) when (StandardOutput.IsBrokenPipe(e))
        {
            // Whoever reads the output has seen enough.
            return ExitCode.Success;
        }
        catch (Exception e)
        {
            FlushIfPossible(context.Out);
            return Failures.Report(e, context);
        }
    }

    /// <summary>Text that was printed before a failure comes before its message.</summary>
    private static void FlushIfPossible(TextWriter output)
    {
        try
        {
            output.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure before this one is the one to report.
        }
    }

    private static int Invoke(IReadOnlyList<string> args, CliContext context)
    {
        // No response files: a file name may begin with @.
        ParseResult parsed = CreateRoot(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (RepeatedOption.Problem(parsed) is { } repeated)
        {
            throw WrongUsage(parsed, repeated);
        }

        if (parsed.Errors.Count > 0)
        {
            // The parser's first complaint about an unknown word is often that a required one is missing.
            throw WrongUsage(
                parsed, parsed.UnmatchedTokens is [var word, ..] ? $"unknown word '{word}'" : parsed.Errors[0].Message.TrimEnd('.'));
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            Output = context.Out,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    internal static RootCommand CreateRoot(CliContext context)
    {
        Command model = ModelCommand.Create(context);
        Command import = ImportCommand.Create(context);
        Command export = ExportCommand.Create(context);
        (string, Command[] Commands)[] groups =
        [
            ("Classify sound and fingerprints",
            [
                LabelWavCommand.Create(context),
                ClassifyCommand.Create(context),
                FingerprintsCommand.Create(context),
                MergeCommand.Create(context),
            ]),
            ("Listen", [ListenCommand.Create(context), MicrophonesCommand.Create(context), TuneCommand.Create(context)]),
            ("Models",
            [
                CollectCommand.Create(context),
                TrainCommand.Create(context),
                ModelsCommand.Create(context),
                model,
                import,
                QuantizeCommand.Create(context),
            ]),
            ("Measure and check",
            [
                EvaluateCommand.Create(context),
                VerifyCommand.Create(context),
                KernelsCommand.Create(context),
                BenchCommand.Create(context),
            ]),
            ("For hardware and other implementations",
            [
                RangesCommand.Create(context),
                WidthsCommand.Create(context),
                EstimateCommand.Create(context),
                TraceCommand.Create(context),
                RecordCommand.Create(context),
                ReplayCommand.Create(context),
                export,
            ]),
        ];
        var root = new RootCommand("Keyword spotting with a tiny integer DS-CNN, on the fastest kernel of this processor.");
        foreach (Command command in groups.SelectMany(group => group.Commands))
        {
            root.Subcommands.Add(command);
        }

        var help = new HelpPage(
            context,
            groups,
            ["kws label-wav samples/cat.wav", "kws classify samples/recorded.txt", "kws verify --random 100000", "kws classify --help"]);
        root.Options.OfType<HelpOption>().Single().Action = help;

        // A command that only has others says which.
        foreach (Command command in (Command[])[root, model, import, export])
        {
            command.SetAction(help.Invoke);
        }

        return root;
    }

    private static CliException WrongUsage(ParseResult parsed, string problem) =>
        CliException.WrongUsage($"{problem}; see {HelpPage.NameOf(parsed.CommandResult.Command)} --help");
}
