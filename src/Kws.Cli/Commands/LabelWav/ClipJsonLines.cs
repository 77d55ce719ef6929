using System.Text.Json;

namespace Kws.Cli.Commands;

/// <summary>An object of JSON a clip, each on its line.</summary>
/// <param name="writer">Receives the lines.</param>
/// <param name="withTime">Whether a member says where the second begins.</param>
internal sealed class ClipJsonLines(TextWriter writer, bool withTime) : IClipWriter
{
    public const string FormatName = "clips jsonl";

    public void Write(string clip, double seconds, Ranking ranking)
    {
        var json = new ClipJson(
            clip,
            withTime ? Math.Round(seconds, 3) : null,
            Enumerable.Range(0, ranking.Count).Select(rank =>
            {
                (string label, float score, double logit) = ranking[rank];
                return new LabelJson(label, Math.Round((double)score, 4), Math.Round(logit, 4));
            }));
        writer.Write(JsonSerializer.Serialize(json, JsonLines.Default.ClipJson));
        writer.Write('\n');
    }
}
