using System.CommandLine;
using System.Globalization;
using Kws.Bulk;

namespace Kws.Cli;

/// <summary>The option of commands whose work can be shared out among machines: which part this process does.</summary>
internal sealed class PartOption
{
    private const string Auto = "auto";
    private const string Expected = "expected K/N (K from 1 to N), auto or auto/N";
    private const string SlurmTask = "SLURM_ARRAY_TASK_ID";
    private const string KubernetesIndex = "JOB_COMPLETION_INDEX";

    private readonly Option<string?> _option = new("--part")
    {
        Description = "Do only part K of N, from 1/N to N/N: kws merge joins them. With auto a Slurm array says which; with auto/N a Slurm "
            + "array from 1 to N, or an indexed job of Kubernetes with N completions",
        HelpName = "K/N",
    };

    private readonly CliContext _context;

    /// <param name="command">Receives it.</param>
    /// <param name="context">Has the environment.</param>
    public PartOption(Command command, CliContext context)
    {
        _context = context;
        _option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsKnown(token.Value))
            {
                result.AddError($"--part is '{token.Value}', {Expected}");
            }
        });
        command.Options.Add(_option);
    }

    /// <summary>The part asked for; the whole job without the option.</summary>
    /// <exception cref="CliException">The environment does not say which part it is.</exception>
    public JobPart Of(ParseResult parsed) => parsed.GetValue(_option) switch
    {
        null => JobPart.Whole,
        Auto => FromSlurm(),
        var text when text.Split('/') is [Auto, var count] => FromIndex(Number(count)!.Value),
        var text => Parse(text)!,
    };

    private static bool IsKnown(string text) =>
        text == Auto || (text.Split('/') is [Auto, var count] ? Number(count) is not null : Parse(text) is not null);

    private static JobPart? Parse(string text) =>
        text.Split('/') is [var number, var count] && Number(number) is { } k && Number(count) is { } n && k <= n ? new(k, n) : null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;

    /// <summary>An array that begins with 0 or 1 and has no gaps: of another one Slurm does not tell how many parts there are.</summary>
    private JobPart FromSlurm()
    {
        if (_context.EnvironmentVariable(SlurmTask) is null)
        {
            throw CliException.WrongUsage(_context.EnvironmentVariable(KubernetesIndex) is null
                ? $"--part is auto, but {SlurmTask} is not set: this is no task of a Slurm array"
                : $"--part is auto, but Kubernetes does not tell the number of parts, expected auto/N with the job's completions");
        }

        int task = Variable(SlurmTask);
        int first = Variable("SLURM_ARRAY_TASK_MIN");
        int last = Variable("SLURM_ARRAY_TASK_MAX");
        int count = Variable("SLURM_ARRAY_TASK_COUNT");
        return first <= 1 && last - first + 1 == count && task >= first && task <= last
            ? new(task - first + 1, count)
            : throw CliException.WrongUsage(
                $"--part is auto, but the array has {count} tasks from {first} to {last}, expected all from 1 to N; with auto/N some of "
                + "them can be run again");
    }

    private JobPart FromIndex(int count)
    {
        (string name, int number) = _context.EnvironmentVariable(SlurmTask) is not null ? (SlurmTask, Variable(SlurmTask))
            : _context.EnvironmentVariable(KubernetesIndex) is not null ? (KubernetesIndex, Variable(KubernetesIndex) + 1)
            : throw CliException.WrongUsage($"--part is auto/{count}, but neither {SlurmTask} nor {KubernetesIndex} is set");
        return number >= 1 && number <= count
            ? new(number, count)
            : throw CliException.WrongUsage($"--part is auto/{count}, but {name} is {_context.EnvironmentVariable(name)}, "
                + (name == SlurmTask ? $"expected 1 to {count}" : $"expected 0 to {count - 1}"));
    }

    private int Variable(string name) =>
        int.TryParse(_context.EnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw CliException.WrongUsage($"--part is auto, but {name} is '{_context.EnvironmentVariable(name)}', expected a number");
}
