using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>An evaluation for programs. A part that was not asked for is left out.</summary>
internal sealed record EvaluationJson(
    ImmutableArray<string> Labels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SplitJson? Training,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SplitJson? Validation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SplitJson? Testing)
{
    public static EvaluationJson Of(ImmutableArray<string> labels, IEnumerable<SplitResult> splits)
    {
        var results = splits.ToDictionary(
            result => result.Split,
            result => SplitJson.Of(result.Matrix, result.Unshifted is { } unshifted ? SplitJson.Of(unshifted, null) : null));
        return new(
            labels,
            results.GetValueOrDefault(Split.Training),
            results.GetValueOrDefault(Split.Validation),
            results.GetValueOrDefault(Split.Testing));
    }
}

/// <summary>
/// The results of one part of a data set. A proportion of nothing is null. The confusion has a row for each true label and a column for
/// each label that the model gave.
/// </summary>
internal sealed record SplitJson(
    long Count,
    double? Accuracy,
    IEnumerable<double>? AccuracyInterval,
    double? BalancedAccuracy,
    IEnumerable<IEnumerable<long>> Confusion,
    IEnumerable<ProportionJson> Recall,
    IEnumerable<ProportionJson> Precision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SplitJson? WithoutFloorDivisions)
{
    public static SplitJson Of(ConfusionMatrix matrix, SplitJson? withoutFloorDivisions)
    {
        IEnumerable<int> classes = Enumerable.Range(0, matrix.Classes);
        return new(
            matrix.Count,
            ProportionJson.Of(matrix.Accuracy).Value,
            ProportionJson.Of(matrix.Accuracy).Interval,
            ProportionJson.Round(matrix.BalancedAccuracy),
            classes.Select(truth => classes.Select(predicted => matrix[truth, predicted])),
            classes.Select(c => ProportionJson.Of(matrix.Recall(c))),
            classes.Select(c => ProportionJson.Of(matrix.Precision(c))),
            withoutFloorDivisions);
    }
}

/// <summary>A proportion with its 95 % interval, both null of nothing.</summary>
internal sealed record ProportionJson(double? Value, IEnumerable<double>? Interval)
{
    private const int Digits = 6;

    public static ProportionJson Of(Proportion proportion) => new(
        Round(proportion.Value),
        proportion.Interval is { } interval ? [Math.Round(interval.Low, Digits), Math.Round(interval.High, Digits)] : null);

    public static double? Round(double? fraction) => fraction is { } known ? Math.Round(known, Digits) : null;
}
