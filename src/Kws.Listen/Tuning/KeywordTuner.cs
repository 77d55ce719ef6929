using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Listen.Tuning;

/// <summary>Chooses the rule of detection of a model by what it does in recordings.</summary>
internal sealed class KeywordTuner
{
    private readonly DetectionCounter _counter;

    /// <param name="counter">The recordings, and the model, whose rule is the one before.</param>
    /// <param name="falseAcceptsPerHour">The most false accepts of a word in an hour.</param>
    public KeywordTuner(DetectionCounter counter, double falseAcceptsPerHour)
    {
        _counter = counter;

        // A product such as 0.1 x 30 is a little less than 3.
        Allowed = (int)Math.Min(int.MaxValue, Math.Floor((falseAcceptsPerHour * counter.Hours) + 1e-9));
        DetectionSettings before = counter.Model.Detection ?? new DetectionSettings();
        Before = (before, counter.Count(counter.Sweep(before.SmoothingHops), before));
    }

    /// <summary>The smoothings to choose from, in hops, besides that of the rule before.</summary>
    public static ImmutableArray<int> Smoothings { get; } = [10, 15, 20, 25, 30];

    /// <summary>The suppressions to choose from, besides that of the rule before.</summary>
    public static ImmutableArray<TimeSpan> Suppressions { get; } =
        [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5)];

    /// <summary>The most false accepts of a word in all recordings.</summary>
    public int Allowed { get; }

    /// <summary>The rule of the model and its counts.</summary>
    public (DetectionSettings Detection, WordCounts[] Counts) Before { get; }

    /// <summary>
    /// The rule with the most hits of all whose words stay within the target. Without labelled words smoothing and suppression are those
    /// before. A word with a suppression of its own keeps it.
    /// </summary>
    /// <param name="progress">Receives the part that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    public TunedRule Tune(IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        DetectionSettings before = Before.Detection;
        bool hasWords = _counter.Keywords.Any(label => _counter.Spoken(label) > 0);
        int[] smoothings = hasWords ? [before.SmoothingHops, .. Smoothings.Remove(before.SmoothingHops)] : [before.SmoothingHops];
        TimeSpan[] suppressions = hasWords ? [before.Suppression, .. Suppressions.Remove(before.Suppression)] : [before.Suppression];
        TunedRule? best = null;
        foreach ((int index, int smoothing) in smoothings.Index())
        {
            ThresholdSweep sweep = _counter.Sweep(smoothing);
            foreach ((int done, TimeSpan suppression) in suppressions.Index())
            {
                progress?.Report((((double)done / suppressions.Length) + index) / smoothings.Length);
                TunedRule rule = Choose(sweep, before with { SmoothingHops = smoothing, Suppression = suppression }, cancellation);
                best = best is null || Rank(rule).CompareTo(Rank(best)) > 0 ? rule : best;
            }
        }

        return best!;
    }

    /// <summary>The thresholds with which each word stays within the target, or comes closest to it.</summary>
    private TunedRule Choose(ThresholdSweep sweep, DetectionSettings rule, CancellationToken cancellation)
    {
        Dictionary<int, ImmutableArray<WordCounts>> curves = _counter.Curves(sweep, rule, cancellation);
        Dictionary<int, int> most =
            curves.ToDictionary(curve => curve.Key, curve => Math.Max(Allowed, curve.Value.Min(counts => counts.FalseAccepts)));
        Dictionary<int, int> choice = curves.ToDictionary(curve => curve.Key, curve => Lowest(curve.Value, most[curve.Key]));

        // Beside others a word may be detected more often than alone: while it lasts, a detection of another one lets it be detected again.
        while (true)
        {
            DetectionSettings detection = rule with
            {
                Thresholds = choice.ToDictionary(word => _counter.Model.Labels[word.Key], word => ThresholdSweep.Thresholds[word.Value]),
            };
            WordCounts[] counts = _counter.Count(sweep, detection);
            int[] beyond = [.. choice.Keys.Where(label =>
                counts[label].FalseAccepts > most[label] && choice[label] < ThresholdSweep.Thresholds.Length - 1)];
            if (beyond.Length == 0)
            {
                return new(detection, counts, curves);
            }

            Array.ForEach(beyond, label => choice[label]++);
        }
    }

    /// <summary>The lowest threshold from which on a word stays within a number of false accepts.</summary>
    /// <remarks>
    /// Far below, a word that lasts is one detection for minutes: that there are few of them again is no merit.
    /// </remarks>
    private static int Lowest(ImmutableArray<WordCounts> curve, int most)
    {
        int index = curve.Length - 1;
        while (curve[index].FalseAccepts > most)
        {
            index--;
        }

        while (index > 0 && curve[index - 1].FalseAccepts <= most)
        {
            index--;
        }

        return index;
    }

    /// <summary>Words within the target come first, then hits, then false accepts.</summary>
    private (int, int, int) Rank(TunedRule rule) => (
        _counter.Keywords.Count(label => rule.Counts[label].FalseAccepts <= Allowed),
        _counter.Keywords.Sum(label => rule.Counts[label].Hits),
        -_counter.Keywords.Sum(label => rule.Counts[label].FalseAccepts));
}
