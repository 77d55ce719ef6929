using System.Globalization;
using Kws.Bulk;
using Kws.Cli.Output;

namespace Kws.Cli.Commands;

/// <summary>The progress of a job on standard error: one line that changes on a terminal, a line now and then in a log.</summary>
/// <param name="context">Has standard error and the clock.</param>
/// <param name="patience">What is over before that needs no progress.</param>
internal sealed class BulkProgressLine(CliContext context, TimeSpan patience) : IProgress<BulkProgress>
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly ProgressLine _line = new(context);
    private readonly long _start = context.Time.GetTimestamp();
    private TimeSpan _next = patience;

    public void Report(BulkProgress value)
    {
        TimeSpan elapsed = context.Time.GetElapsedTime(_start);
        if (elapsed < _next)
        {
            return;
        }

        if (context.ErrorIsTerminal)
        {
            _line.Write(Text(value));
        }
        else
        {
            context.Error.WriteLine($"kws: {Text(value)}");
            _next = elapsed + LogInterval;
        }
    }

    /// <summary>Takes the line off a terminal.</summary>
    public void Clear() => _line.Clear();

    private static string Text(BulkProgress value) => string.Create(CultureInfo.InvariantCulture, $"{value.Done} fingerprints")
        + (value.Fraction is { } fraction ? string.Create(CultureInfo.InvariantCulture, $", {100 * fraction:F1} %") : "")
        + (value.Skipped > 0 ? $", {value.Skipped} skipped" : "")
        + string.Create(CultureInfo.InvariantCulture, $", {value.Rate:F0} a second")
        + (value.Left is { } left && left < TimeSpan.FromDays(100)
            ? $", {left:d\\.hh\\:mm\\:ss} left".Replace(" 0.", " ", StringComparison.Ordinal) : "")
        + $", in {value.Input}";
}
