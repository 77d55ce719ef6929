using System.Collections.Immutable;
using System.Globalization;
using Kws.Cli.Output;
using Kws.Listen;

namespace Kws.Cli.Commands;

/// <summary>A line for every keyword heard, written out at once: columns on a terminal, CSV elsewhere.</summary>
internal sealed class DetectionLines(CliContext context, ImmutableArray<string> labels)
{
    private readonly Screen _screen = new(context);
    private readonly int _labelWidth = labels.Max(label => label.Length);

    public void WriteHeader() => WriteLine(context.OutIsTerminal ? "time, s" : "time", "label", "score", Tone.Strong);

    public void Write(KeywordDetection detection) => WriteLine(
        detection.Time.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture),
        detection.Name,
        detection.Score.ToString("F3", CultureInfo.InvariantCulture));

    private void WriteLine(string time, string label, string score, Tone tone = Tone.Plain)
    {
        if (context.OutIsTerminal)
        {
            _screen.WriteRow(new($"{time,10}", tone), new(label.PadRight(_labelWidth), tone), new(score, tone));
        }
        else
        {
            context.Out.WriteLine($"{time},{label},{score}");
        }

        context.Out.Flush();
    }
}
