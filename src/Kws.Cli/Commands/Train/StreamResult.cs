using System.Globalization;
using Kws.Cli.Output;
using Kws.Listen.Tuning;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>
/// The detections of a trained model in the stream of the testing set, with the rule that <c>kws listen</c> has by default.
/// </summary>
/// <param name="Words">The keywords.</param>
/// <param name="Hours">The length of the stream.</param>
internal sealed record StreamResult(IReadOnlyList<KeywordCurve> Words, double Hours)
{
    /// <summary>With fewer clips of a keyword one miss more is ten in a hundred more.</summary>
    public const int FewestClips = 10;

    public static StreamResult Of(DetectionCounter counter, CancellationToken cancellation)
    {
        DetectionSettings rule = counter.Model.Detection ?? new DetectionSettings();
        ThresholdSweep sweep = counter.Sweep(rule.SmoothingHops);
        return new(
            KeywordCurve.All(counter, rule, counter.Count(sweep, rule), counter.Curves(sweep, rule, cancellation)), counter.Hours);
    }

    /// <summary>The keywords with enough clips.</summary>
    public KeywordCurve[] Measured => [.. Words.Where(word => word.Spoken >= FewestClips)];

    /// <summary>The keywords whose misses cannot be told; null if there are none.</summary>
    public string? TooFew
    {
        get
        {
            string[] few =
            [
                .. Words.Where(word => word.Spoken < FewestClips)
                    .Select(word => $"{word.Name} ({NumberText.Count(word.Spoken, "clip")})"),
            ];
            return few.Length > 0
                ? $"too few to count misses: {string.Join(", ", few)}, expected {FewestClips} clips in the testing set"
                : null;
        }
    }

    /// <summary>All of it in one line.</summary>
    public string Summary
    {
        get
        {
            int falseAccepts = Words.Sum(word => word.Chosen.Counts.FalseAccepts);
            var hits = new Proportion(Measured.Sum(word => word.Chosen.Counts.Hits), Measured.Sum(word => word.Spoken));
            string hit = hits.Value is { } rate ? Invariant($"{hits.Count} of {hits.Total} keywords detected ({100 * rate:F1} %), ") : "";
            string few = TooFew is { } words ? $"; {words}" : "";
            return hit + NumberText.Count(falseAccepts, "false accept")
                + Invariant($" in {60 * Hours:F1} minutes ({falseAccepts / Hours:F1} per hour){few}");
        }
    }

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
