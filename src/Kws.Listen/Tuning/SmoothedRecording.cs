using Kws.Listen.Streams;

namespace Kws.Listen.Tuning;

/// <summary>The smoothed scores of every hop of a recording, for any number of runs with other thresholds.</summary>
internal sealed class SmoothedRecording
{
    private readonly ScoredRecording _recording;
    private readonly double[] _means;
    private readonly int[] _leaders;

    public SmoothedRecording(ScoredRecording recording, int smoothingHops)
    {
        _recording = recording;
        _means = new double[recording.Scores.Length];
        _leaders = new int[recording.HopCount];
        var smoother = new ScoreSmoother(recording.LabelCount, smoothingHops);
        for (int hop = 0; hop < _leaders.Length; hop++)
        {
            smoother.Add(recording.ScoresOf(hop));
            smoother.Means.CopyTo(_means.AsSpan(hop * recording.LabelCount));
            _leaders[hop] = smoother.Leader;
        }
    }

    /// <summary>Adds the hits and false accepts that a stream with these thresholds makes.</summary>
    /// <param name="thresholds">For every label its threshold; infinity for those that are no keywords.</param>
    /// <param name="suppressionHops">For every label the hops after its detection without another one.</param>
    /// <param name="tolerance">Samples after the end of a word within which a detection is still a hit.</param>
    /// <param name="counts">Receives the counts of every label.</param>
    public void Count(double[] thresholds, int[] suppressionHops, long tolerance, WordCounts[] counts)
    {
        var state = new DetectionState(thresholds, suppressionHops);
        var words = new WordMatcher(_recording.Words, tolerance);
        for (int hop = 0; hop < _leaders.Length; hop++)
        {
            int label = _leaders[hop];
            if (state.Add(_means.AsSpan(hop * thresholds.Length, thresholds.Length), label))
            {
                counts[label] = counts[label].With(isHit: words.Match(label, _recording.PositionOf(hop)));
            }
        }
    }
}
