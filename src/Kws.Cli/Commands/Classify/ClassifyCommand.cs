using System.CommandLine;
using Kws.Bulk;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws classify</c>: the label and logits of every fingerprint, of files larger than memory too.</summary>
internal static class ClassifyCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "classify", "Classifies fingerprints: a table on a terminal, CSV elsewhere.",
            "kws classify samples/recorded.txt",
            "kws classify fingerprints.npy --output labels.npy --logits logits.npy --resume",
            "kws classify 'parts/*.npy' --summary",
            "kws classify 'parts/*.npy' --part 3/100 --output labels-3.csv --resume",
            "kws classify - --kernel Scalar --threads 1 < samples/recorded.txt",
            "kws classify fingerprints.txt --weights weight.h --labels labels.txt");
        Argument<string[]> input = Symbols.Fingerprints(ArgumentArity.OneOrMore);
        Option<InputFormat?> format = FormatOption();
        command.Arguments.Add(input);
        command.Options.Add(format);
        var modelOptions = new ModelOptions(command, context, hasSound: true);
        Option<string?> kernel = Symbols.Kernel();
        Option<int?> threads = Symbols.Threads();
        command.Options.Add(kernel);
        command.Options.Add(threads);
        var outputs = new ResultOutputs(command);
        Option<bool> json = Flag("--json", "Print one JSON object per line instead of a table or CSV");
        Option<bool> summary = Flag("--summary", "Print counts per label and a margin histogram instead of rows (with --output: as well)");
        Option<string?> skipBad = BadItems.Option("fingerprints");
        Option<bool> quiet = Flag("--quiet", "Show no progress on standard error");
        foreach (Option option in (Option[])[json, summary, skipBad, quiet])
        {
            command.Options.Add(option);
        }

        var jobOptions = new JobOptions(command, context, outputs.AreFiles, "--output or --logits");
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && (outputs.AreFiles(result) || result.GetValue(summary)))
            {
                result.AddError("--json is for standard output: name the file of --output .jsonl");
            }
        });
        command.SetAction(parsed =>
        {
            KwsClassifier classifier = Classifiers.Create(modelOptions.Load(parsed), parsed.GetValue(kernel));
            IReadOnlyList<BulkInput> inputs = new FingerprintInputs(classifier.Model.FrontEnd, context)
            {
                Format = parsed.GetValue(format),
                Outputs = outputs.Paths(parsed),
            }.Find(parsed.GetRequiredValue(input));
            JobPart? part = jobOptions.Part(parsed, inputs);
            BulkSummary? counts = null;
            bool showSummary = parsed.GetValue(summary);
            if (!outputs.TryWriteStraight(parsed, classifier.Model.Labels, rows => counts = Classify([], rows)))
            {
                bool printsRows = !showSummary && !outputs.AreFiles(parsed.CommandResult);
                counts = Classify(
                    outputs.Of(parsed, classifier.Model.Labels),
                    printsRows ? Rows(context, classifier.Model, parsed.GetValue(json)) : null);
            }

            BulkSummary Classify(IReadOnlyList<BulkOutput> files, ILogitsWriter? rows)
            {
                var job = new BulkJob(classifier, inputs, files, new BulkJobOptions
                {
                    DegreeOfParallelism = parsed.GetValue(threads) ?? -1,
                    SkippedPath = parsed.GetValue(skipBad),
                    Resume = jobOptions.Resume(parsed) && files.Count > 0,
                    Part = part,
                    Notice = jobOptions.Notice,
                    Classified = rows is null ? null : Printer(context, rows),
                    Time = context.Time,
                });
                BulkSummary result = Run(job, files, parsed.GetValue(quiet), context);
                if (result.Count == 0)
                {
                    // The header alone.
                    rows?.Write([], 0);
                }

                return result;
            }

            if (showSummary)
            {
                SummaryTables.Write(context, counts!, classifier.Model.Labels);
            }

            if (context.ErrorIsTerminal || counts!.Skipped > 0)
            {
                string skipped = counts!.Skipped > 0 ? $", skipped: {counts.Skipped}" : "";
                context.Error.WriteLine($"fingerprints: {counts.Count}{skipped}, kernel: {classifier.KernelName}");
            }
        });
        return command;
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static Option<InputFormat?> FormatOption()
    {
        string formats = string.Join(", ", InputFormat.All.Select(format => format.Name));
        return new("--input-format")
        {
            Description = $"Format of the inputs, one of {formats}; without it the endings of their names decide, else their first bytes",
            HelpName = "format",
            CustomParser = result =>
            {
                string name = result.Tokens[0].Value;
                InputFormat? format = InputFormat.All.FirstOrDefault(format => format.Name == name);
                if (format is null)
                {
                    result.AddError($"--input-format is '{name}', expected one of {formats}");
                }

                return format;
            },
        };
    }

    /// <summary>A file for bad fingerprints that is not there yet, beside the first output, as a shell takes it.</summary>
    private static string SkippedPath(string output)
    {
        string path = $"{output}.skipped.txt";
        for (int i = 2; File.Exists(path); i++)
        {
            path = $"{output}.skipped{i}.txt";
        }

        return path.All(c => char.IsAsciiLetterOrDigit(c) || "/._-".Contains(c, StringComparison.Ordinal)) ? path
            : OperatingSystem.IsWindows() ? $"\"{path}\""
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static ILogitsWriter Rows(CliContext context, KwsModel model, bool json) =>
        context.OutIsTerminal && !json
            ? new LogitsTable(new Screen(context), model.Labels)
            : new LogitsText(context.Out, json ? ResultFormat.JsonLines(model.Labels) : ResultOutputs.Csv(model.Labels));

    private static Action<ClassifiedBlock> Printer(CliContext context, ILogitsWriter rows) => block =>
    {
        try
        {
            rows.Write(block.Logits.Span, block.FirstIndex);
            context.Out.Flush();
        }
        catch (IOException e) when (!StandardOutput.IsBrokenPipe(e))
        {
            throw CliException.BadInput($"standard output: {e.Message}");
        }
    };

    private static BulkSummary Run(BulkJob job, IReadOnlyList<BulkOutput> files, bool quiet, CliContext context)
    {
        BulkProgressLine? progress = quiet ? null : new(context, patience: TimeSpan.FromSeconds(context.ErrorIsTerminal ? 1 : 10));
        try
        {
            return job.RunAsync(progress, context.Cancellation).GetAwaiter().GetResult();
        }
        catch (Exception e) when (job.CanResume
            && (e is OperationCanceledException or IOException or UnauthorizedAccessException or KwsFormatException
                or CliException { ExitCode: ExitCode.BadInput } || Failures.IsOutOfMemory(e)))
        {
            // A damaged file stays damaged, and a mended one is another file: neither can be resumed.
            string kept = e is not KwsFormatException ? $"; {job.Done} fingerprints are done: the same command with --resume continues"
                : job.CanSkip ? $"; {job.Done} fingerprints are done: the same command with --resume --skip-bad "
                + $"{SkippedPath(files[0].Path)} leaves this one out and continues"
                : "";
            throw e is OperationCanceledException ? CliException.Cancelled($"cancelled{kept}")
                : CliException.BadInput((Failures.IsOutOfMemory(e) ? Failures.OutOfMemory : Files.Describe(e)) + kept);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !StandardOutput.IsBrokenPipe(e))
        {
            throw CliException.BadInput(Files.Describe(e));
        }
        finally
        {
            progress?.Clear();
        }
    }
}
