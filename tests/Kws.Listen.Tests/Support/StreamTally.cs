using System.Globalization;

namespace Kws.Listen.Tests.Support;

/// <summary>The comparison of the detections in a recording with the words that are spoken in it.</summary>
/// <param name="Hits">Keywords detected with their label, no later than half a second behind their clip.</param>
/// <param name="Misses">Keywords not detected.</param>
/// <param name="FalseAlarms">All other detections: of other words, with the wrong label, a second time, or of noise.</param>
/// <param name="InGaps">The false alarms whose last second has no part of a clip.</param>
/// <param name="Latency">The mean time from the start of a hit's clip to its detection, in seconds.</param>
/// <param name="Hours">How long the recording is.</param>
internal sealed record StreamTally(int Hits, int Misses, int FalseAlarms, int InGaps, double Latency, double Hours)
{
    /// <summary>A clip and a second behind it.</summary>
    private const long Past = 2 * LongRecording.SampleRate;

    private const long Reach = 3 * LongRecording.SampleRate / 2;

    public double HitRate => (double)Hits / (Hits + Misses);

    public double FalseAlarmsPerHour => FalseAlarms / Hours;

    public static StreamTally Of(LongRecording recording, IEnumerable<(string Label, long Position)> detections)
    {
        var open = recording.Words.Where(word => word.IsKeyword).ToList();
        int keywords = open.Count;
        int falseAlarms = 0;
        int inGaps = 0;
        long latency = 0;
        foreach ((string label, long position) in detections)
        {
            SpokenWord? word = open.Find(word => word.Label == label && position > word.Start && position <= word.Start + Reach);
            if (word is null)
            {
                falseAlarms++;
                inGaps += recording.Words.Last(spoken => spoken.Start < position).Start + Past <= position ? 1 : 0;
            }
            else
            {
                open.Remove(word);
                latency += position - word.Start;
            }
        }

        int hits = keywords - open.Count;
        return new StreamTally(
            hits, open.Count, falseAlarms, inGaps, (double)latency / LongRecording.SampleRate / Math.Max(1, hits), recording.Hours);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"hits {Hits,4}, misses {Misses,4} ({HitRate:P1} hit), false alarms {FalseAlarms,3} ({FalseAlarmsPerHour:F1} an hour, "
        + $"{InGaps} in gaps), latency {Latency:F2} s, {Hours * 60:F0} minutes");
}
