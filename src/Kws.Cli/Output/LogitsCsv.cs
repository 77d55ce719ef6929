using System.Collections.Immutable;

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
            writer.WriteNumber(_index++);
            writer.Write(',');
            writer.Write(labels[Logits.Label(row)]);
            foreach (int logit in row)
            {
                writer.Write(',');
                writer.WriteNumber(logit);
            }

            writer.Write('\n');
        }
    }
}
