using System.Collections.Immutable;
using System.Globalization;
using Kws.Cli.Output;

namespace Kws.Cli.Commands;

/// <summary>Aligned columns for people. The clip stands last, since nobody knows how long the next path is.</summary>
/// <param name="screen">Receives the lines.</param>
/// <param name="labels">All labels, for the width of their column.</param>
/// <param name="withTime">Whether a column says where the second begins.</param>
internal sealed class ClipTable(Screen screen, ImmutableArray<string> labels, bool withTime) : IClipWriter
{
    private readonly int _labelWidth = Math.Max("label".Length, labels.Max(label => label.Length));
    private bool _hasHeader;

    public void Write(string clip, double seconds, Ranking ranking)
    {
        if (!_hasHeader)
        {
            WriteRow("label", "score", Logit("logit"), "time, s", "clip", Tone.Strong);
            _hasHeader = true;
        }

        for (int rank = 0; rank < ranking.Count; rank++)
        {
            (string label, float score, double logit) = ranking[rank];
            string text = logit.ToString(ranking.LogitFormat, CultureInfo.InvariantCulture);
            WriteRow(label, Text($"{score:F4}"), Logit(text), Text($"{seconds:F3}"), clip);
        }

        string Logit(string text) => text.PadLeft(ranking.LogitWidth);
    }

    private void WriteRow(string label, string score, string logit, string time, string clip, Tone tone = Tone.Plain)
    {
        string[] cells = [label.PadRight(_labelWidth), $"{score,6}", logit, .. withTime ? [$"{time,8}"] : (string[])[], clip];
        screen.WriteRow(cells.Select(cell => new Cell(cell, tone)));
    }

    private static string Text(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
