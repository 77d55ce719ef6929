using System.Collections.Immutable;
using Kws.Cli.Output;

namespace Kws.Cli.Commands;

/// <summary>
/// Aligned columns for people. Printed block by block, so that any number of fingerprints needs the same memory; a column
/// grows where a later block needs it. Where the columns do not fit, every logit has its label before it.
/// </summary>
internal sealed class LogitsTable(Screen screen, ImmutableArray<string> labels) : ILogitsWriter
{
    private const string Index = "index";
    private const string Label = "label";

    private readonly int _labelWidth = Math.Max(Label.Length, labels.Max(TableText.WidthOf));
    private readonly int[] _widths = [.. labels.Select(TableText.WidthOf)];
    private int _logitWidth;
    private bool _begun;

    public void Write(ReadOnlySpan<int> logits, long firstIndex)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            int column = i % labels.Length;
            int width = $"{logits[i]}".Length;
            _widths[column] = Math.Max(_widths[column], width);
            _logitWidth = Math.Max(_logitWidth, width);
        }

        int indexWidth = Math.Max(Index.Length, $"{firstIndex + (logits.Length / labels.Length)}".Length);
        bool fits = indexWidth + TableText.Gap.Length + _labelWidth + _widths.Sum(width => TableText.Gap.Length + width) <= screen.Width;
        if (!_begun)
        {
            _begun = true;
            string[] headings =
            [
                Index.PadLeft(indexWidth),
                Label.PadRight(_labelWidth),
                .. fits ? labels.Select((label, i) => label.PadLeft(_widths[i])) : ["logits"],
            ];
            screen.WriteRow(headings.Select(heading => new Cell(heading, Tone.Strong)));
        }

        for (int start = 0; start < logits.Length; start += labels.Length)
        {
            int[] row = logits.Slice(start, labels.Length).ToArray();
            Cell[] keys = [$"{firstIndex + (start / labels.Length)}".PadLeft(indexWidth), labels[Logits.Label(row)].PadRight(_labelWidth)];
            if (fits)
            {
                screen.WriteRow([.. keys, .. row.Select((logit, i) => (Cell)$"{logit}".PadLeft(_widths[i]))]);
            }
            else
            {
                screen.WriteRow(keys);
                screen.WriteRow(["", .. labels.Zip(row, Pair)]);
            }
        }
    }

    private Cell Pair(string label, int logit) => $"{label.PadRight(_labelWidth)} {$"{logit}".PadLeft(_logitWidth)}";
}
