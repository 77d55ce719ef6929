using System.Collections.Immutable;
using Kws.Listen.Streams;
using Kws.Model;

namespace Kws.Listen.Tuning;

/// <summary>Counts what a model detects in recordings, with any rule of detection.</summary>
internal sealed class DetectionCounter
{
    private readonly IReadOnlyList<ScoredRecording> _recordings;
    private readonly double _hopsPerSecond;

    /// <param name="model">The model.</param>
    /// <param name="recordings">The recordings, with some sound.</param>
    public DetectionCounter(KwsModel model, IReadOnlyList<ScoredRecording> recordings)
    {
        FrontEnd front = model.FrontEnd;
        Model = model;
        _recordings = recordings;
        _hopsPerSecond = (double)front.SampleRate / front.HopLength;
        Hours = recordings.Sum(recording => (double)recording.Length) / front.SampleRate / 3600;
        Keywords =
        [
            .. Enumerable.Range(0, model.Labels.Length)
                .Where(label => model.Labels[label] is not (SpecialLabels.Silence or SpecialLabels.Unknown)),
        ];
    }

    /// <summary>The time after the end of a word within which a detection is still a hit.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromSeconds(0.75);

    /// <summary>The model.</summary>
    public KwsModel Model { get; }

    /// <summary>The labels that are keywords.</summary>
    public ImmutableArray<int> Keywords { get; }

    /// <summary>The length of all recordings.</summary>
    public double Hours { get; }

    /// <summary>The number of words of a label in the recordings.</summary>
    public int Spoken(int label) => _recordings.Sum(recording => recording.Words.Count(word => word.Label == label));

    /// <summary>All recordings with a smoothing, for any number of counts.</summary>
    public ThresholdSweep Sweep(int smoothingHops) =>
        new(_recordings, smoothingHops, (long)(Tolerance.TotalSeconds * Model.FrontEnd.SampleRate));

    /// <summary>The detections of every label, of streams with all keywords.</summary>
    /// <param name="sweep">The recordings with the smoothing of the rule.</param>
    /// <param name="detection">The rule.</param>
    public WordCounts[] Count(ThresholdSweep sweep, DetectionSettings detection)
    {
        DetectionParameters parameters = new KeywordStreamOptions().Parameters(Model.Labels, detection, _hopsPerSecond);
        return sweep.Count(parameters.Thresholds, parameters.SuppressionHops);
    }

    /// <summary>
    /// For every keyword, by its label, the detections at each of <see cref="ThresholdSweep.Thresholds"/>, of streams with it alone.
    /// </summary>
    /// <param name="sweep">The recordings with the smoothing of the rule.</param>
    /// <param name="detection">The rule; its thresholds do not matter.</param>
    /// <param name="cancellation">Stops it.</param>
    public Dictionary<int, ImmutableArray<WordCounts>> Curves(
        ThresholdSweep sweep, DetectionSettings detection, CancellationToken cancellation)
    {
        return Keywords.ToDictionary(label => label, label =>
        {
            int suppression = DetectionParameters.HopsOf(detection.SuppressionOf(Model.Labels[label]), _hopsPerSecond);
            return sweep.Curve(label, Model.Labels.Length, suppression, cancellation).ToImmutableArray();
        });
    }
}
