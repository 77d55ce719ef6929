using Kws.Cli.Output;
using Kws.Training.Runs;

namespace Kws.Cli.Commands;

/// <summary>The progress of a training on standard error: a bar on a terminal, a line for every validation in a log.</summary>
/// <param name="context">Has standard error and the clock.</param>
/// <param name="first">The steps that were done before.</param>
internal sealed class TrainProgressLine(CliContext context, long first) : IProgress<TrainingProgress>
{
    private const int BarWidth = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ProgressLine _line = new(context);
    private readonly long _start = context.Time.GetTimestamp();
    private TimeSpan _next;

    public void Report(TrainingProgress value)
    {
        TimeSpan elapsed = context.Time.GetElapsedTime(_start);
        if (!context.ErrorIsTerminal)
        {
            if (value.IsValidation)
            {
                context.Error.WriteLine($"kws: {Text(value, elapsed)}");
            }
        }
        else if (elapsed >= _next)
        {
            int filled = (int)(BarWidth * value.Step / value.Steps);
            _line.Write($"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {Text(value, elapsed)}");
            _next = elapsed + Interval;
        }
    }

    /// <summary>Takes the line off a terminal.</summary>
    public void Clear() => _line.Clear();

    private string Text(TrainingProgress value, TimeSpan elapsed)
    {
        double loss = value.IsValidation ? value.Validation!.Value.Loss : value.Loss;
        string validation = value.Validation is { } point
            ? FormattableString.Invariant($", validation {100 * point.Accuracy:F2} %")
            : "";
        string time = value.Step < value.Steps
            ? $", {NumberText.TimeLeft(elapsed, (double)(value.Steps - value.Step) / Math.Max(1, value.Step - first))}"
            : "";
        return FormattableString.Invariant($"step {value.Step:N0} of {value.Steps:N0}, loss {loss:F4}{validation}{time}");
    }
}
