using System.Collections.Immutable;
using System.Globalization;
using Kws.Audio;

namespace Kws.Cli.Output;

/// <summary>A line for each detection, printed at once: columns on a terminal, CSV elsewhere.</summary>
internal sealed class DetectionLines
{
    private readonly TextWriter _writer;
    private readonly string _format;

    public DetectionLines(CliContext context, ImmutableArray<string> labels)
    {
        _writer = context.Out;
        int width = labels.Max(label => label.Length);
        _format = context.OutIsTerminal ? $"{{0,10}}  {{1,-{width}}}  {{2}}\n" : "{0},{1},{2}\n";
    }

    public void WriteHeader() => WriteLine("time", "label", "score");

    public void Write(KeywordDetection detection) => WriteLine(
        detection.Time.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture),
        detection.Name,
        detection.Score.ToString("F3", CultureInfo.InvariantCulture));

    private void WriteLine(string time, string label, string score)
    {
        _writer.Write(string.Format(CultureInfo.InvariantCulture, _format, time, label, score));
        _writer.Flush();
    }
}
