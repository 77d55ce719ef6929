using System.Collections.Immutable;
using Kws.Listen.Tuning;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli.Output;

/// <summary>The detections of a keyword in recordings.</summary>
/// <param name="Name">The keyword.</param>
/// <param name="Spoken">The number of its labelled words.</param>
/// <param name="Hours">The length of the recordings.</param>
/// <param name="Chosen">Those with the rule, beside the other keywords.</param>
/// <param name="Points">Those at every threshold, as the only keyword.</param>
internal sealed record KeywordCurve(
    string Name, int Spoken, double Hours, ThresholdCounts Chosen, IReadOnlyList<ThresholdCounts> Points)
{
    /// <summary>The curves of all keywords with a rule.</summary>
    /// <param name="counter">The recordings.</param>
    /// <param name="detection">The rule.</param>
    /// <param name="counts">The detections with it.</param>
    /// <param name="curves">The detections of each keyword alone.</param>
    public static IReadOnlyList<KeywordCurve> All(
        DetectionCounter counter,
        DetectionSettings detection,
        WordCounts[] counts,
        IReadOnlyDictionary<int, ImmutableArray<WordCounts>> curves) =>
    [
        .. counter.Keywords.Select(label => new KeywordCurve(
            counter.Model.Labels[label],
            counter.Spoken(label),
            counter.Hours,
            new(detection.Thresholds.GetValueOrDefault(counter.Model.Labels[label], DetectionSettings.DefaultThreshold), counts[label]),
            [.. ThresholdSweep.Thresholds.Zip(curves[label], (threshold, at) => new ThresholdCounts(threshold, at))])),
    ];

    /// <summary>The part of its words that is detected.</summary>
    public Proportion HitRate(ThresholdCounts at) => new(at.Counts.Hits, Spoken);

    /// <summary>Labelled words missed per 100; null without any.</summary>
    public double? Misses(ThresholdCounts at) => HitRate(at).Value is { } rate ? 100 * (1 - rate) : null;

    /// <summary>False accepts per hour.</summary>
    public double PerHour(ThresholdCounts at) => at.Counts.FalseAccepts / Hours;
}

/// <summary>The detections of a word at a threshold.</summary>
internal readonly record struct ThresholdCounts(double Threshold, WordCounts Counts);
