using System.Collections.Immutable;

namespace Kws.Listen.Tuning;

/// <summary>Hits and false accepts in recordings for any thresholds, with one smoothing.</summary>
/// <param name="recordings">The recordings.</param>
/// <param name="smoothingHops">Hops whose scores are averaged.</param>
/// <param name="tolerance">Samples after the end of a word within which a detection is still a hit.</param>
internal sealed class ThresholdSweep(IEnumerable<ScoredRecording> recordings, int smoothingHops, long tolerance)
{
    private readonly SmoothedRecording[] _recordings = [.. recordings.Select(recording => new SmoothedRecording(recording, smoothingHops))];

    /// <summary>
    /// The thresholds of a sweep: hundredths from 0.1 on, above 0.99 thousandths. Their text is short, and gives the same number again.
    /// </summary>
    public static ImmutableArray<double> Thresholds { get; } =
        [.. Enumerable.Range(10, 90).Select(i => i / 100.0), .. Enumerable.Range(991, 10).Select(i => i / 1000.0)];

    /// <summary>The counts of every label, of streams with these thresholds.</summary>
    /// <param name="thresholds">For every label its threshold; infinity for those that are no keywords.</param>
    /// <param name="suppressionHops">For every label the hops after its detection without another one.</param>
    public WordCounts[] Count(double[] thresholds, int[] suppressionHops)
    {
        var counts = new WordCounts[thresholds.Length];
        foreach (SmoothedRecording recording in _recordings)
        {
            recording.Count(thresholds, suppressionHops, tolerance, counts);
        }

        return counts;
    }

    /// <summary>The counts of a label for each of <see cref="Thresholds"/>, of streams with this keyword alone.</summary>
    public WordCounts[] Curve(int label, int labelCount, int suppressionHops, CancellationToken cancellation = default)
    {
        var thresholds = new double[labelCount];
        var suppressions = new int[labelCount];
        Array.Fill(thresholds, double.PositiveInfinity);
        suppressions[label] = suppressionHops;
        return [.. Thresholds.Select(threshold =>
        {
            cancellation.ThrowIfCancellationRequested();
            thresholds[label] = threshold;
            return Count(thresholds, suppressions)[label];
        })];
    }
}
