using Kws.Cli.Output;
using Kws.Training.Recordings;

namespace Kws.Cli.Commands;

/// <summary>
/// The progress of all trainings on recordings, on standard error: a bar on a terminal, a line at the end of each training in a log.
/// </summary>
/// <param name="context">Has standard error and the clock.</param>
/// <param name="first">The steps that were done before.</param>
internal sealed class RecordingProgressLine(CliContext context, long first) : IProgress<RecordingProgress>
{
    private const int BarWidth = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ProgressLine _line = new(context);
    private readonly long _start = context.Time.GetTimestamp();
    private TimeSpan _next;

    public void Report(RecordingProgress value)
    {
        TimeSpan elapsed = context.Time.GetElapsedTime(_start);
        long all = value.Steps * (value.LeaveOuts + 1);
        long done = (value.Steps * value.LeaveOut) + value.Step;
        string text = value.LeaveOut == 0
            ? FormattableString.Invariant($"training: step {NumberText.Part(value.Step, value.Steps)}, loss {value.Loss:F4}")
            : FormattableString.Invariant(
                $"leaving out part {value.LeaveOut} of {value.LeaveOuts}: step {NumberText.Part(value.Step, value.Steps)}");
        if (!context.ErrorIsTerminal)
        {
            if (value.Step == value.Steps)
            {
                context.Error.WriteLine($"kws: {text}");
            }
        }
        else if (elapsed >= _next)
        {
            int filled = (int)(BarWidth * done / all);
            string time = NumberText.TimeLeft(elapsed, (double)(all - done) / Math.Max(1, done - first));
            _line.Write($"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {text}, {time}");
            _next = elapsed + Interval;
        }
    }

    /// <summary>Takes the line off a terminal.</summary>
    public void Clear() => _line.Clear();
}
