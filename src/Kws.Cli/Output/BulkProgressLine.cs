using System.Globalization;
using Kws.Bulk.Jobs;

namespace Kws.Cli.Output;

/// <summary>How far a job is, on standard error: one line that changes on a terminal, a line now and then in a log.</summary>
internal sealed class BulkProgressLine(CliContext context) : IProgress<BulkProgress>
{
    private static readonly TimeSpan s_logInterval = TimeSpan.FromSeconds(10);

    private DateTime _nextLog = DateTime.UtcNow + s_logInterval;
    private int _width;

    public void Report(BulkProgress value)
    {
        if (context.ErrorIsTerminal)
        {
            string text = Text(value);
            context.Error.Write($"\r{text.PadRight(_width)}");
            _width = text.Length;
        }
        else if (DateTime.UtcNow >= _nextLog)
        {
            context.Error.WriteLine($"kws: {Text(value)}");
            _nextLog = DateTime.UtcNow + s_logInterval;
        }
    }

    /// <summary>Takes the line off a terminal.</summary>
    public void Clear()
    {
        if (_width > 0)
        {
            context.Error.Write($"\r{new string(' ', _width)}\r");
        }
    }

    private static string Text(BulkProgress value) => string.Create(CultureInfo.InvariantCulture, $"{value.Done} fingerprints")
        + (value.Fraction is { } fraction ? string.Create(CultureInfo.InvariantCulture, $", {100 * fraction:F1} %") : "")
        + (value.Skipped > 0 ? $", {value.Skipped} skipped" : "")
        + string.Create(CultureInfo.InvariantCulture, $", {value.Rate:F0} a second")
        + (value.Left is { } left && left < TimeSpan.FromDays(100) ? $", {left:d\\.hh\\:mm\\:ss} left".Replace(" 0.", " ", StringComparison.Ordinal) : "")
        + $", in {value.Input}";
}
