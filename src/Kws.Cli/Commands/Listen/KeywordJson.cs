using System.Text.Json;
using Kws.Listen;

namespace Kws.Cli.Commands;

/// <summary>A detection for programs. The names are part of the command line's contract: docs/use/outputs.md lists the same.</summary>
/// <param name="Time">The seconds of the stream up to the detection.</param>
/// <param name="Label">The keyword.</param>
/// <param name="Score">Its smoothed score.</param>
/// <param name="Margin">The score less the largest smoothed score of another label.</param>
/// <param name="Position">The samples of the stream up to the detection, at the rate of the front end.</param>
internal sealed record KeywordJson(double Time, string Label, double Score, double Margin, long Position)
{
    /// <summary>Writes a detection as a line, at once.</summary>
    public static void Write(TextWriter writer, KeywordDetection detection)
    {
        var json = new KeywordJson(
            Math.Round(detection.Time.TotalSeconds, 3), detection.Name, Math.Round((double)detection.Score, 4),
            Math.Round((double)detection.Margin, 4), detection.Position);
        writer.Write(JsonSerializer.Serialize(json, JsonLines.Default.KeywordJson));
        writer.Write('\n');
        writer.Flush();
    }
}
