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
        Description = "Do only part K of N, from 1/N to N/N: kws merge joins them. With auto a Slurm array from 1 to N says which; with "
            + "auto/N also some tasks of one, or an indexed job of Kubernetes with N completions",
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

    /// <summary>The part asked for; null, which is the whole job, without the option.</summary>
    /// <exception cref="CliException">The environment does not say which part it is.</exception>
    public JobPart? Of(ParseResult parsed) => parsed.GetValue(_option) switch
    {
        null => null,
        Auto => FromSlurm(),
        var text when text.Split('/') is [Auto, var count] => FromIndex(text, Number(count)!.Value),
        var text => Parse(text)!,
    };

    private static bool IsKnown(string text) =>
        text == Auto || (text.Split('/') is [Auto, var count] ? Number(count) is not null : Parse(text) is not null);

    private static JobPart? Parse(string text) =>
        text.Split('/') is [var number, var count] && Number(number) is { } k && Number(count) is { } n && k <= n ? new(k, n) : null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;

    /// <summary>An array from 1 on without gaps: of another one Slurm does not tell how many parts there are.</summary>
    private JobPart FromSlurm()
    {
        if (!IsSet(SlurmTask))
        {
            throw Unknown(Auto, IsSet(KubernetesIndex)
                ? "Kubernetes does not tell the number of parts, expected auto/N with the job's completions"
                : $"{SlurmTask} is not set: this is no task of a Slurm array");
        }

        int task = Variable(Auto, SlurmTask);
        int first = Variable(Auto, "SLURM_ARRAY_TASK_MIN");
        int last = Variable(Auto, "SLURM_ARRAY_TASK_MAX");
        int count = Variable(Auto, "SLURM_ARRAY_TASK_COUNT");
        return first == 1 && last == count && task >= first && task <= last
            ? new(task, count)
            : throw Unknown(
                Auto, $"the array has {count} tasks from {first} to {last}, expected all from 1 to N; with auto/N some of them can be run "
                + "again");
    }

    private JobPart FromIndex(string text, int count)
    {
        (string name, int first) = IsSet(SlurmTask) ? (SlurmTask, 1)
            : IsSet(KubernetesIndex) ? (KubernetesIndex, 0)
            : throw Unknown(text, $"neither {SlurmTask} nor {KubernetesIndex} is set");
        int index = Variable(text, name) - first;
        return index >= 0 && index < count
            ? new(index + 1, count)
            : throw Unknown(text, $"{name} is {index + first}, expected {first} to {count - 1 + first}");
    }

    private bool IsSet(string name) => !string.IsNullOrEmpty(_context.EnvironmentVariable(name));

    private int Variable(string text, string name) =>
        int.TryParse(_context.EnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value
            : throw Unknown(
                text, IsSet(name) ? $"{name} is '{_context.EnvironmentVariable(name)}', expected a number" : $"{name} is not set");

    private static CliException Unknown(string text, string problem) => CliException.WrongUsage($"--part is {text}, but {problem}");
}
