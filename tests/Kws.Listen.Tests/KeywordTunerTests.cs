using System.Collections.Immutable;
using Kws.Fast;
using Kws.Listen.Tests.Support;
using Kws.Listen.Tuning;
using Kws.Model;
using Kws.Testing;

namespace Kws.Listen.Tests;

/// <summary>The choice of a rule. A hop has a score of a word, and the rest of it for the unknown.</summary>
public class KeywordTunerTests
{
    private const int Cat = 2;
    private const int Rate = 16_000;
    private const int HopLength = 512;
    private const int ClipLength = 15_872;

    private static readonly DetectionSettings Sharp = new() { SmoothingHops = 1, Suppression = TimeSpan.Zero };

    [Fact]
    public void The_threshold_is_the_lowest_within_the_target()
    {
        // In an hour of 112,500 hops: false accepts at 0.6, 0.8 and 0.9.
        ScoredRecording hour = Recording(112_500, (100, 0.6), (300, 0.8), (500, 0.9));
        Assert.Equal((0.91, 0), Choose(hour, target: 0));
        Assert.Equal((0.81, 1), Choose(hour, target: 1));
        Assert.Equal((0.61, 2), Choose(hour, target: 2));
        Assert.Equal((0.1, 3), Choose(hour, target: 3));
        Assert.Equal((0.81, 1), Choose(hour, target: 1.9));

        static (double, int) Choose(ScoredRecording recording, double target)
        {
            TunedRule rule = Tune(Tuner(Sharp, recording, target));
            return (rule.Detection.Thresholds["cat"], rule.Counts[Cat].FalseAccepts);
        }
    }

    [Fact]
    public void A_target_that_cannot_be_reached_gives_the_fewest_false_accepts()
    {
        TunedRule rule = Tune(Tuner(Sharp, Recording(112_500, (100, 0.6), (300, 1), (500, 1)), target: 1));
        Assert.Equal((0.61, 2), (rule.Detection.Thresholds["cat"], rule.Counts[Cat].FalseAccepts));
    }

    [Fact]
    public void A_word_that_lasts_at_a_low_threshold_is_no_reason_to_choose_it()
    {
        // Below 0.6 one detection that never ends, from 0.6 to 0.9 one for every peak, above none.
        (int, double)[] scores = [.. Enumerable.Range(1000, 3000).Select(hop => (hop, hop % 100 == 0 ? 0.9 : 0.59))];
        Assert.Equal(0.91, Tune(Tuner(Sharp, Recording(112_500, scores), target: 1)).Detection.Thresholds["cat"]);
    }

    [Fact]
    public void Without_labels_smoothing_and_suppression_stay()
    {
        var before = new DetectionSettings { SmoothingHops = 7, Suppression = TimeSpan.FromSeconds(0.3) };
        DetectionSettings after = Tune(Tuner(before, Recording(112_500, (100, 0.6)), target: 1)).Detection;
        Assert.Equal((7, TimeSpan.FromSeconds(0.3)), (after.SmoothingHops, after.Suppression));
        Assert.Equal(["cat", "happy"], after.Thresholds.Keys.Order());
    }

    [Fact]
    public void With_labels_the_smoothing_is_chosen_that_gives_the_most_hits_at_the_target()
    {
        // Words of 12 hops, and a false accept of 5 hops with a higher score: 10 hops tell them apart, a single one does not.
        int[] starts = [.. Enumerable.Range(0, 20).Select(word => 1000 + (200 * word))];
        ScoredRecording recording = Recording(
            112_500,
            [
                .. starts.SelectMany(start => Enumerable.Range(start, 12).Select(hop => (hop, 0.9))),
                .. starts.SelectMany(start => Enumerable.Range(start + 100, 5).Select(hop => (hop, 0.95))),
            ]) with
        {
            Words = [.. starts.Select(start => new LabelledWord(Cat, Position(start - 1), Position(start + 12)))],
        };
        KeywordTuner tuner = Tuner(Sharp, recording, target: 1);
        TunedRule rule = Tune(tuner);
        Assert.Equal(20, tuner.Before.Counts[Cat].Hits);
        Assert.Equal((10, new WordCounts(20, 0)), (rule.Detection.SmoothingHops, rule.Counts[Cat]));
        Assert.InRange(rule.Detection.Thresholds["cat"], 0.48, 0.6);
    }

    /// <summary>The promise of <c>kws tune</c>: a stream with the tuned model detects what was counted.</summary>
    [Fact]
    public void A_stream_with_the_tuned_model_makes_the_detections_that_were_counted()
    {
        // It hears words in noise.
        KwsModel model = HardwareTeam.Model;
        var classifier = new KwsClassifier(model);
        short[][] sounds = [.. Enumerable.Range(1, 3).Select(seed => Sound.Bursts(seed, 1_000_000))];
        ImmutableArray<LabelledWord> words =
            [.. Enumerable.Range(0, 30).Select(i => new LabelledWord(2 + (i % 2), i * 32_000, (i * 32_000) + Rate))];
        ScoredRecording[] recordings = [.. sounds.Select(sound => ScoredRecording.Listen(classifier, sound, words))];
        var tuner = new KeywordTuner(new DetectionCounter(model, recordings), falseAcceptsPerHour: 60);
        TunedRule rule = Tune(tuner);

        Assert.Equal(Counts(model), tuner.Before.Counts);
        Assert.Equal(Counts(new KwsModel(model.Network, model.Tensors, model.Labels, model.FrontEnd, rule.Detection)), rule.Counts);
        Assert.True(rule.Counts.Sum(counts => counts.Hits + counts.FalseAccepts) > 0);

        WordCounts[] Counts(KwsModel tuned)
        {
            var counts = new WordCounts[4];
            foreach (short[] sound in sounds)
            {
                var matcher = new WordMatcher(words, (long)(DetectionCounter.Tolerance.TotalSeconds * Rate));
                var stream = new KeywordStream(
                    new KwsClassifier(tuned),
                    heard => counts[heard.Label] = counts[heard.Label].With(matcher.Match(heard.Label, heard.Position)));
                stream.Push(sound);
                stream.Finish();
            }

            return counts;
        }
    }

    private static KeywordTuner Tuner(DetectionSettings before, ScoredRecording recording, double target)
    {
        var model = new KwsModel(KwsModel.Default.Network, KwsModel.Default.Tensors, detection: before);
        return new(new DetectionCounter(model, [recording]), target);
    }

    private static TunedRule Tune(KeywordTuner tuner) => tuner.Tune(cancellation: TestContext.Current.CancellationToken);

    private static long Position(int hop) => ClipLength + (hop * HopLength);

    private static ScoredRecording Recording(int hops, params (int Hop, double Score)[] cats)
    {
        var scores = new float[4 * hops];
        for (int hop = 0; hop < hops; hop++)
        {
            scores[(4 * hop) + 1] = 0.05f;
        }

        foreach ((int hop, double score) in cats)
        {
            // A little more than the threshold of the same text, whatever the rounding.
            scores[(4 * hop) + Cat] = (float)score + 1e-6f;
        }

        return new(scores, 4, ClipLength, HopLength, (long)hops * HopLength, []);
    }
}
