using System.Collections.Immutable;
using System.Globalization;

namespace Kws.Cli.Output;

/// <summary>
/// CSV: index, name of the label, logits. Lines end in LF everywhere; labels hold no comma or quote (LabelFile sees to it).
/// </summary>
internal sealed class LogitsCsv(TextWriter writer, ImmutableArray<string> labels) : ILogitsWriter
{
    private long _index;

    public void Write(ReadOnlySpan<int> logits)
    {
        if (_index == 0)
        {
            writer.Write($"index,label,{string.Join(',', labels)}\n");
        }

        for (; !logits.IsEmpty; logits = logits[labels.Length..])
        {
            ReadOnlySpan<int> row = logits[..labels.Length];
            WriteNumber(_index++);
            writer.Write(',');
            writer.Write(labels[Logits.Label(row)]);
            foreach (int logit in row)
            {
                writer.Write(',');
                WriteNumber(logit);
            }

            writer.Write('\n');
        }
    }

    // TextWriter.Write(long) makes a string of every number.
    private void WriteNumber(long value)
    {
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        writer.Write(digits[..length]);
    }
}
