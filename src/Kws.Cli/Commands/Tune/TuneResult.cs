using Kws.Listen.Tuning;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>A tuned rule beside the one before, as the outputs of <c>kws tune</c> need it.</summary>
/// <param name="Model">The model with the rule.</param>
/// <param name="Tuner">The recordings and the rule before.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Target">The most false accepts of a word in an hour.</param>
/// <param name="Recordings">How many recordings there are.</param>
/// <param name="Labelled">How many of them have labels.</param>
internal sealed record TuneResult(KwsModel Model, KeywordTuner Tuner, TunedRule Rule, double Target, int Recordings, int Labelled)
{
    public IReadOnlyList<TunedWord> Words { get; } =
    [
        .. Tuner.Keywords.Select(label => new TunedWord(
            Model.Labels[label],
            Tuner.Spoken(label),
            new(
                Tuner.Before.Detection.Thresholds.GetValueOrDefault(Model.Labels[label], DetectionSettings.DefaultThreshold),
                Tuner.Before.Counts[label]),
            new(Rule.Detection.Thresholds[Model.Labels[label]], Rule.Counts[label]),
            [.. ThresholdSweep.Thresholds.Zip(Rule.Curves[label], (threshold, counts) => new ThresholdCounts(threshold, counts))],
            Rule.Counts[label].FalseAccepts <= Tuner.Allowed)),
    ];

    public bool HasLabels => Words.Any(word => word.Spoken > 0);

    public double PerHour(WordCounts counts) => counts.FalseAccepts / Tuner.Hours;
}

/// <summary>A keyword before and after, and what it does at every threshold by itself.</summary>
internal sealed record TunedWord(
    string Name, int Spoken, ThresholdCounts Before, ThresholdCounts After, IReadOnlyList<ThresholdCounts> Curve, bool IsWithinTarget)
{
    public Proportion HitRate(ThresholdCounts at) => new(at.Counts.Hits, Spoken);

    /// <summary>Labelled words missed per 100; null without any.</summary>
    public double? Misses(ThresholdCounts at) => HitRate(at).Value is { } rate ? 100 * (1 - rate) : null;
}

/// <summary>The detections of a word at a threshold.</summary>
internal readonly record struct ThresholdCounts(double Threshold, WordCounts Counts);
