using System.Collections.Immutable;
using Kws.Listen.Streams;
using Kws.Model;

namespace Kws.Listen.Tuning;

/// <summary>Chooses the rule of detection of a model by what it does in recordings.</summary>
internal sealed class KeywordTuner
{
    private readonly KwsModel _model;
    private readonly IReadOnlyList<ScoredRecording> _recordings;
    private readonly double _hopsPerSecond;
    private readonly int _allowed;

    /// <param name="model">The model; its rule is the one before.</param>
    /// <param name="recordings">The recordings, with some sound.</param>
    /// <param name="falseAcceptsPerHour">The most false accepts of a word in an hour.</param>
    public KeywordTuner(KwsModel model, IReadOnlyList<ScoredRecording> recordings, double falseAcceptsPerHour)
    {
        FrontEnd front = model.FrontEnd;
        _model = model;
        _recordings = recordings;
        _hopsPerSecond = (double)front.SampleRate / front.HopLength;
        Hours = recordings.Sum(recording => (double)recording.Length) / front.SampleRate / 3600;

        // A product such as 0.1 x 30 is a little less than 3.
        _allowed = (int)Math.Min(int.MaxValue, Math.Floor((falseAcceptsPerHour * Hours) + 1e-9));
        Keywords =
        [
            .. Enumerable.Range(0, model.Labels.Length)
                .Where(label => model.Labels[label] is not (SpecialLabels.Silence or SpecialLabels.Unknown)),
        ];
        Before = Measure(model.Detection ?? new DetectionSettings());
    }

    /// <summary>The time after the end of a word within which a detection is still a hit.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromSeconds(0.75);

    /// <summary>The smoothings to choose from, in hops, besides that of the rule before.</summary>
    public static ImmutableArray<int> Smoothings { get; } = [10, 15, 20, 25, 30];

    /// <summary>The suppressions to choose from, besides that of the rule before.</summary>
    public static ImmutableArray<TimeSpan> Suppressions { get; } =
        [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5)];

    /// <summary>The labels that are keywords.</summary>
    public ImmutableArray<int> Keywords { get; }

    /// <summary>The length of all recordings.</summary>
    public double Hours { get; }

    /// <summary>The most false accepts of a word in all recordings.</summary>
    public int Allowed => _allowed;

    /// <summary>The rule of the model and its counts.</summary>
    public (DetectionSettings Detection, WordCounts[] Counts) Before { get; }

    /// <summary>The number of words of a label in the recordings.</summary>
    public int Spoken(int label) => _recordings.Sum(recording => recording.Words.Count(word => word.Label == label));

    /// <summary>
    /// The rule with the most hits of all whose words stay within the target. Without labelled words smoothing and suppression are those
    /// before.
    /// </summary>
    /// <param name="progress">Receives the part that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    public TunedRule Tune(IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        DetectionSettings before = Before.Detection;
        bool hasWords = Keywords.Any(label => Spoken(label) > 0);
        int[] smoothings = hasWords ? [before.SmoothingHops, .. Smoothings.Remove(before.SmoothingHops)] : [before.SmoothingHops];
        TimeSpan[] suppressions = hasWords ? [before.Suppression, .. Suppressions.Remove(before.Suppression)] : [before.Suppression];
        TunedRule? best = null;
        foreach ((int index, int smoothing) in smoothings.Index())
        {
            ThresholdSweep sweep = Sweep(smoothing);
            foreach ((int done, TimeSpan suppression) in suppressions.Index())
            {
                progress?.Report((((double)done / suppressions.Length) + index) / smoothings.Length);
                TunedRule rule = Choose(sweep, new() { SmoothingHops = smoothing, Suppression = suppression }, cancellation);
                best = best is null || Rank(rule).CompareTo(Rank(best)) > 0 ? rule : best;
            }
        }

        return best!;
    }

    private ThresholdSweep Sweep(int smoothingHops) =>
        new(_recordings, smoothingHops, (long)(Tolerance.TotalSeconds * _model.FrontEnd.SampleRate));

    private DetectionParameters Parameters(DetectionSettings detection) =>
        new KeywordStreamOptions().Parameters(_model.Labels, detection, _hopsPerSecond);

    private (DetectionSettings, WordCounts[]) Measure(DetectionSettings detection)
    {
        DetectionParameters parameters = Parameters(detection);
        return (detection, Sweep(parameters.SmoothingHops).Count(parameters.Thresholds, parameters.SuppressionHops));
    }

    /// <summary>The thresholds with which each word stays within the target, or comes closest to it.</summary>
    private TunedRule Choose(ThresholdSweep sweep, DetectionSettings rule, CancellationToken cancellation)
    {
        int suppression = DetectionParameters.HopsOf(rule.Suppression, _hopsPerSecond);
        Dictionary<int, ImmutableArray<WordCounts>> curves = Keywords.ToDictionary(
            label => label, label => sweep.Curve(label, _model.Labels.Length, suppression, cancellation).ToImmutableArray());
        Dictionary<int, int> most =
            curves.ToDictionary(curve => curve.Key, curve => Math.Max(_allowed, curve.Value.Min(counts => counts.FalseAccepts)));
        Dictionary<int, int> choice = curves.ToDictionary(curve => curve.Key, curve => Lowest(curve.Value, most[curve.Key]));

        // Beside others a word may be detected more often than alone: while it lasts, a detection of another one lets it be detected again.
        while (true)
        {
            DetectionSettings detection = rule with
            {
                Thresholds = choice.ToDictionary(word => _model.Labels[word.Key], word => ThresholdSweep.Thresholds[word.Value]),
            };
            WordCounts[] counts = sweep.Count(Parameters(detection).Thresholds, suppression);
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
        Keywords.Count(label => rule.Counts[label].FalseAccepts <= _allowed),
        Keywords.Sum(label => rule.Counts[label].Hits),
        -Keywords.Sum(label => rule.Counts[label].FalseAccepts));
}
