using System.CommandLine;
using System.CommandLine.Parsing;
using Kws.Bulk;
using Kws.Bulk.Jobs;
using Kws.Model;

namespace Kws.Cli;

/// <summary>The options of commands whose work can be shared out among machines, and resumed when it was interrupted.</summary>
internal sealed class JobOptions
{
    private readonly CliContext _context;
    private readonly PartOption _part;

    private readonly Option<bool> _resume = new("--resume") { Description = "Resume a job that was interrupted, or begin it" };

    /// <param name="command">Receives them.</param>
    /// <param name="context">Has the environment and standard error.</param>
    /// <param name="hasFile">True if the results go to a file.</param>
    /// <param name="needed">The options that name it.</param>
    public JobOptions(Command command, CliContext context, Func<SymbolResult, bool> hasFile, string needed)
    {
        _context = context;
        _part = new PartOption(command, context);
        command.Options.Add(_resume);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_resume) && !hasFile(result))
            {
                result.AddError($"--resume needs {needed}");
            }
        });
    }

    /// <summary>True if a job that was interrupted is resumed.</summary>
    public bool Resume(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>True if a part alone was asked for.</summary>
    public bool HasPart(ParseResult parsed) => _part.Of(parsed) is not null;

    /// <summary>Told what a resumed job waits for, and why a complete part is done again.</summary>
    public Action<string> Notice => message => _context.Error.WriteLine($"kws: {message}");

    /// <summary>The part asked for, or null for all, after a look whether the inputs have parts, and can be resumed.</summary>
    public JobPart? Part(ParseResult parsed, IReadOnlyList<BulkInput> inputs)
    {
        JobPart? part = _part.Of(parsed);
        if ((Resume(parsed) || part is not null) && inputs.FirstOrDefault(input => !input.CanReopen) is { Name: var name })
        {
            throw CliException.BadInput(
                Resume(parsed) ? $"{name} can be read only once, so that --resume cannot continue it"
                : $"{name} can be read only once, so that it has no parts");
        }

        return part;
    }

    /// <summary>Does a job, or the rest of it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="job">The job.</param>
    /// <param name="inputs">All its inputs.</param>
    /// <param name="items">The name of what is counted, in the plural.</param>
    /// <param name="counts">Its counts.</param>
    /// <param name="work">Does what is left behind the state of a journal, or all.</param>
    public void Run(
        ParseResult parsed, JobDescription job, IReadOnlyList<BulkInput> inputs, string items, IJobCounts counts,
        Action<JobFiles, Journal?> work)
    {
        using var files = new JobFiles(job, inputs);
        try
        {
            Job.RunAsync(
                files, counts, Resume(parsed), Notice,
                journal =>
                {
                    work(files, journal);
                    return Task.CompletedTask;
                },
                _context.Cancellation).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OperationCanceledException && files.IsSaved)
        {
            throw CliException.Cancelled($"cancelled{Kept(items, counts)}");
        }
        catch (Exception e) when (
            (e is IOException or UnauthorizedAccessException or CliException { ExitCode: ExitCode.BadInput } || Failures.IsOutOfMemory(e))
            && e is not KwsFormatException && !StandardOutput.IsBrokenPipe(e))
        {
            string fault = Failures.IsOutOfMemory(e) ? Failures.OutOfMemory : Files.Describe(e);
            throw CliException.BadInput(files.IsSaved ? fault + Kept(items, counts) : fault);
        }
    }

    private static string Kept(string items, IJobCounts counts) =>
        $"; {counts.Counts[0]} {items} are done: the same command with --resume continues";
}
