using System.Collections.Immutable;
using Kws.Fast;
using Kws.Listen;
using Kws.Listen.Streams;
using Kws.Listen.Tuning;
using Kws.Model;

namespace Kws.Training.Recordings;

/// <summary>Tests models on what was left out of their training, and chooses the thresholds of the words by it.</summary>
/// <param name="labels">The labels of all models.</param>
/// <param name="frontEnd">Their front end.</param>
internal sealed class LeaveOutTest(ImmutableArray<string> labels, FrontEnd frontEnd)
{
    /// <summary>The lowest threshold: what is left out is too little to show that a lower one does no harm.</summary>
    private const double LowestThreshold = 0.5;

    private const double FalseAcceptsPerHour = 1;

    private readonly List<ScoredRecording> _recordings = [];
    private readonly List<(NegativeKind Kind, ScoredRecording Scores)> _negatives = [];

    /// <summary>Lets a model hear what was left out of its training.</summary>
    public void Add(KwsModel model, IEnumerable<Recording> recordings, IEnumerable<(NegativeKind Kind, sbyte[] Frames)> negatives)
    {
        var classifier = new KwsClassifier(model);
        _recordings.AddRange(recordings.Select(recording => LeftOutScores.Of(classifier, recording)));
        _negatives.AddRange(negatives.Select(one => (one.Kind, LeftOutScores.Of(classifier, one.Frames))));
    }

    /// <summary>The rule with the thresholds, and what it gives. So few recordings cannot tell which smoothing is best.</summary>
    public LeaveOutResult Result()
    {
        var rule = new DetectionSettings();
        double hopsPerSecond = (double)frontEnd.SampleRate / frontEnd.HopLength;
        int suppression = DetectionParameters.HopsOf(rule.Suppression, hopsPerSecond);
        ThresholdSweep all = Sweep([.. _recordings, .. _negatives.Select(one => one.Scores)]);
        int allowed = (int)(FalseAcceptsPerHour * HoursOf(_negatives.Select(one => one.Scores)));
        int[] keywords =
            [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] is not (SpecialLabels.Silence or SpecialLabels.Unknown))];
        rule = rule with
        {
            Thresholds = keywords.ToDictionary(label => labels[label], label => Threshold(all, label, suppression, allowed)),
        };
        DetectionParameters parameters = new KeywordStreamOptions().Parameters(labels, rule, hopsPerSecond);
        WordCounts[] found = Sweep(_recordings).Count(parameters.Thresholds, parameters.SuppressionHops);
        return new(
            rule,
            [
                .. keywords.Select(label => new FoundRecordings(
                    labels[label], rule.Thresholds[labels[label]],
                    new(found[label].Hits, _recordings.Count(recording => recording.Words[0].Label == label)))),
            ],
            [
                .. _negatives.GroupBy(one => one.Kind, one => one.Scores).Select(kind => new FalseAccepts(
                    kind.Key,
                    Sweep(kind).Count(parameters.Thresholds, parameters.SuppressionHops).Sum(counts => counts.FalseAccepts),
                    HoursOf(kind))),
            ]);

        ThresholdSweep Sweep(IEnumerable<ScoredRecording> recordings) => new(
            recordings, rule.SmoothingHops, (long)(DetectionCounter.Tolerance.TotalSeconds * frontEnd.SampleRate));
    }

    /// <summary>The lowest threshold from which on there are as few false accepts as allowed, or as few as any has.</summary>
    private double Threshold(ThresholdSweep sweep, int label, int suppression, int allowed)
    {
        WordCounts[] curve = sweep.Curve(label, labels.Length, suppression);
        int most = Math.Max(allowed, curve.Min(counts => counts.FalseAccepts));
        int index = curve.Length - 1;
        while (curve[index].FalseAccepts > most)
        {
            index--;
        }

        while (index > 0 && curve[index - 1].FalseAccepts <= most && ThresholdSweep.Thresholds[index - 1] >= LowestThreshold)
        {
            index--;
        }

        return ThresholdSweep.Thresholds[index];
    }

    private double HoursOf(IEnumerable<ScoredRecording> recordings) =>
        recordings.Sum(recording => (double)recording.Length) / frontEnd.SampleRate / 3600;
}
