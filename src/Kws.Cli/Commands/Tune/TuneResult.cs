using Kws.Cli.Output;
using Kws.Listen.Tuning;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>A tuned rule beside the one before, as the outputs of <c>kws tune</c> need it.</summary>
/// <param name="Model">The model with the rule.</param>
/// <param name="Counter">The recordings.</param>
/// <param name="Tuner">The rule before and the target.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Target">The most false accepts of a word in an hour.</param>
/// <param name="Recordings">How many recordings there are.</param>
/// <param name="Labelled">How many of them have labels.</param>
internal sealed record TuneResult(
    KwsModel Model, DetectionCounter Counter, KeywordTuner Tuner, TunedRule Rule, double Target, int Recordings, int Labelled)
{
    public IReadOnlyList<TunedWord> Words { get; } =
    [
        .. KeywordCurve.All(Counter, Rule.Detection, Rule.Counts, Rule.Curves).Zip(Counter.Keywords, (curve, label) => new TunedWord(
            curve,
            new(
                Tuner.Before.Detection.Thresholds.GetValueOrDefault(curve.Name, DetectionSettings.DefaultThreshold),
                Tuner.Before.Counts[label]),
            curve.Chosen.Counts.FalseAccepts <= Tuner.Allowed)),
    ];

    public bool HasLabels => Words.Any(word => word.Spoken > 0);
}

/// <summary>A keyword with the rule, and with the one before.</summary>
internal sealed record TunedWord(KeywordCurve Curve, ThresholdCounts Before, bool IsWithinTarget)
{
    public string Name => Curve.Name;

    public int Spoken => Curve.Spoken;

    public ThresholdCounts After => Curve.Chosen;
}
