using System.Collections.Immutable;

namespace Kws.Cli.Output;

/// <summary>
/// Aligned columns for people. Printed block by block, so that any number of fingerprints needs the same memory; a column
/// grows where a later block needs it.
/// </summary>
internal sealed class LogitsTable(TextWriter writer, ImmutableArray<string> labels) : ILogitsWriter
{
    private const string Index = "index";
    private const string Label = "label";
    private const string Gap = "  ";

    private readonly int _labelWidth = Math.Max(Label.Length, labels.Max(label => label.Length));
    private readonly int[] _widths = [.. labels.Select(label => label.Length)];
    private long _index;

    public void Write(ReadOnlySpan<int> logits)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            int column = i % labels.Length;
            _widths[column] = Math.Max(_widths[column], $"{logits[i]}".Length);
        }

        int indexWidth = Math.Max(Index.Length, $"{_index + (logits.Length / labels.Length)}".Length);
        if (_index == 0)
        {
            WriteRow(Index.PadLeft(indexWidth), Label, i => labels[i]);
        }

        for (int start = 0; start < logits.Length; start += labels.Length)
        {
            int[] row = logits.Slice(start, labels.Length).ToArray();
            WriteRow($"{_index++}".PadLeft(indexWidth), labels[Logits.Label(row)], i => $"{row[i]}");
        }
    }

    private void WriteRow(string index, string label, Func<int, string> cell) => writer.WriteLine(
        $"{index}{Gap}{label.PadRight(_labelWidth)}{string.Concat(_widths.Select((width, i) => Gap + cell(i).PadLeft(width)))}");
}
