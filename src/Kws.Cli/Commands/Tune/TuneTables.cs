using System.Globalization;
using Kws.Cli.Output;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>A tuned rule for people.</summary>
internal static class TuneTables
{
    public static IEnumerable<string> Summary(TuneResult result)
    {
        yield return Invariant(
            $"{60 * result.Counter.Hours:F1} minutes in {NumberText.Count(result.Recordings, "recording")}, {result.Labelled} with labels");
        yield return Invariant(
            $"target: false accepts per hour for each word at most {result.Target}, {result.Tuner.Allowed} in these recordings");
        yield return $"before: {DetectionText.Rule(result.Tuner.Before.Detection)}";
        yield return $"after:  {DetectionText.Rule(result.Rule.Detection)}";
    }

    public static TableText Words(TuneResult result) => new(
        ["word"],
        [
            new("threshold", " before", " after"),
            .. (ColumnGroup[])(result.HasLabels
                ? [
                    new("hits", " labelled", " before", " after"),
                    new("hit rate after, %", " value", " low", " high"),
                    new("misses per 100", " before", " after"),
                ]
                : []),
            new("false accepts", " before", " after"),
            new("per hour", " before", " after"),
        ],
        [.. result.Words.Select(word => Row(word, result.HasLabels))]);

    public static string Notes(TuneResult result) => result.HasLabels
        ? "low and high are the ends of the 95 % interval (Wilson). A hit is a detection within a labelled word or "
            + Invariant($"{Listen.Tuning.DetectionCounter.Tolerance.TotalSeconds} s after it; every other detection is a false accept.")
        : "Without labels every detection is a false accept.";

    /// <summary>A sentence for each word that cannot stay within the target.</summary>
    public static IEnumerable<string> Failures(TuneResult result) =>
        result.Words.Where(word => !word.IsWithinTarget).Select(word => string.Create(
            CultureInfo.InvariantCulture,
            $"{word.Name}: the target of {result.Target} false accepts per hour is not reached; the fewest are "
            + $"{word.Curve.PerHour(word.After):0.##} per hour, with a threshold of {word.After.Threshold}"));

    private static Cell[] Row(TunedWord word, bool hasLabels) =>
    [
        word.Name,
        Invariant($"{word.Before.Threshold}"),
        new(Invariant($"{word.After.Threshold}"), Tone.Strong),
        .. hasLabels ? Hits(word) : [],
        Invariant($"{word.Before.Counts.FalseAccepts}"),
        Invariant($"{word.After.Counts.FalseAccepts}"),
        Invariant($"{word.Curve.PerHour(word.Before):F2}"),
        new(Invariant($"{word.Curve.PerHour(word.After):F2}"), word.IsWithinTarget ? Tone.Good : Tone.Bad),
    ];

    private static Cell[] Hits(TunedWord word)
    {
        Proportion rate = word.Curve.HitRate(word.After);
        return
        [
            Invariant($"{word.Spoken}"),
            Invariant($"{word.Before.Counts.Hits}"),
            Invariant($"{word.After.Counts.Hits}"),
            Percent(rate.Value),
            Percent(rate.Interval?.Low),
            Percent(rate.Interval?.High),
            Text(word.Curve.Misses(word.Before)),
            Text(word.Curve.Misses(word.After)),
        ];
    }

    private static string Percent(double? fraction) => Text(100 * fraction);

    private static string Text(double? number) => number is { } known ? Invariant($"{known:F2}") : "-";

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
