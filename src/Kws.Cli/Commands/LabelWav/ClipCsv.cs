using System.Buffers;
using Kws.Cli.Output;

namespace Kws.Cli.Commands;

/// <summary>CSV: a line a label, the best one first. Lines end in LF everywhere; a path is quoted where it must be (RFC 4180).</summary>
/// <param name="writer">Receives the lines.</param>
/// <param name="withTime">Whether a column says where the second begins.</param>
/// <param name="hasHead">True if the head was written already.</param>
internal sealed class ClipCsv(TextWriter writer, bool withTime, bool hasHead = false) : IClipWriter
{
    public const string FormatName = "clips csv";

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    private bool _hasHead = hasHead;

    public static string Head(bool withTime) => withTime ? "clip,time,rank,label,score,logit\n" : "clip,rank,label,score,logit\n";

    public void Write(string clip, double seconds, Ranking ranking)
    {
        if (!_hasHead)
        {
            writer.Write(Head(withTime));
            _hasHead = true;
        }

        for (int rank = 0; rank < ranking.Count; rank++)
        {
            (string label, float score, double logit) = ranking[rank];
            WritePath(clip);
            if (withTime)
            {
                writer.Write(',');
                writer.WriteNumber(seconds, "F3");
            }

            writer.Write(',');
            writer.WriteNumber(rank + 1);
            writer.Write(',');
            writer.Write(label);
            writer.Write(',');
            writer.WriteNumber(score, "F4");
            writer.Write(',');
            writer.WriteNumber(logit, ranking.LogitFormat);
            writer.Write('\n');
        }
    }

    private void WritePath(string path)
    {
        if (path.AsSpan().ContainsAny(Special))
        {
            writer.Write($"\"{path.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }
        else
        {
            writer.Write(path);
        }
    }
}
