using System.Text.Json.Serialization;
using Kws.Cli.Output;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>A tuned rule for programs. The names are part of the command line's contract: docs/use/outputs.md lists the same.</summary>
internal sealed record TuneJson(
    double Hours,
    int Recordings,
    int Labelled,
    double FalseAcceptsPerHour,
    TunedRuleJson Before,
    TunedRuleJson After,
    IEnumerable<TunedWordJson> Words)
{
    public static TuneJson Of(TuneResult result) => new(
        Math.Round(result.Counter.Hours, 6),
        result.Recordings,
        result.Labelled,
        result.Target,
        TunedRuleJson.Of(result.Tuner.Before.Detection),
        TunedRuleJson.Of(result.Rule.Detection),
        result.Words.Select(word => new TunedWordJson(
            word.Name,
            word.Spoken,
            word.IsWithinTarget,
            ThresholdJson.Of(word.Curve, word.Before, withInterval: true),
            ThresholdJson.Of(word.Curve, word.After, withInterval: true),
            word.Curve.Points.Select(at => ThresholdJson.Of(word.Curve, at, withInterval: false)))));
}

/// <summary>The numbers of a rule that are the same for all words.</summary>
internal sealed record TunedRuleJson(int SmoothingHops, double SuppressionSeconds)
{
    public static TunedRuleJson Of(DetectionSettings detection) => new(detection.SmoothingHops, detection.Suppression.TotalSeconds);
}

/// <summary>A word before and after, and by itself at every threshold with the smoothing and suppression after.</summary>
internal sealed record TunedWordJson(
    string Label, int Labelled, bool IsWithinTarget, ThresholdJson Before, ThresholdJson After, IEnumerable<ThresholdJson> Curve);

/// <summary>A word at a threshold. Hits and misses are left out where the word has no label.</summary>
internal sealed record ThresholdJson(
    double Threshold,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Hits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<double>? HitRateInterval,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? MissesPer100,
    int FalseAccepts,
    double FalseAcceptsPerHour)
{
    private const int Digits = 4;

    public static ThresholdJson Of(KeywordCurve word, ThresholdCounts at, bool withInterval) => new(
        at.Threshold,
        word.Spoken > 0 ? at.Counts.Hits : null,
        withInterval ? ProportionJson.Of(word.HitRate(at)).Interval : null,
        word.Misses(at) is { } misses ? Math.Round(misses, Digits) : null,
        at.Counts.FalseAccepts,
        Math.Round(word.PerHour(at), Digits));
}
