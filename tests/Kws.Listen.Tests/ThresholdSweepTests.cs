using System.Collections.Immutable;
using FsCheck.Xunit;
using Kws.Fast;
using Kws.Listen.Streams;
using Kws.Listen.Tests.Support;
using Kws.Listen.Tuning;
using Kws.Model;

namespace Kws.Listen.Tests;

/// <summary>Counting over scores that were computed once gives what a stream gives that listens with the same rule.</summary>
public class ThresholdSweepTests
{
    private const int HopLength = 512;
    private const int Labels = 4;
    private const long Tolerance = 6000;

    [Property(MaxTest = 100)]
    public void Any_scores_give_the_counts_of_a_rule_that_is_run_hop_by_hop(int seed)
    {
        var random = new Random(seed);
        ScoredRecording[] recordings = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomRecording(random))];
        int smoothing = random.Next(1, 12);
        int suppression = random.Next(20);
        double[] thresholds = [double.PositiveInfinity, double.PositiveInfinity, random.NextDouble(), random.NextDouble()];
        var sweep = new ThresholdSweep(recordings, smoothing, Tolerance);

        Assert.Equal(Expected(recordings, smoothing, suppression, thresholds), sweep.Count(thresholds, Same(suppression)));

        WordCounts[] curve = sweep.Curve(2, Labels, suppression);
        int index = random.Next(curve.Length);
        double[] alone = [.. Enumerable.Repeat(double.PositiveInfinity, Labels)];
        alone[2] = ThresholdSweep.Thresholds[index];
        Assert.Equal(Expected(recordings, smoothing, suppression, alone)[2], curve[index]);
    }

    [Property(MaxTest = 8)]
    public void Sound_gives_the_detections_of_a_stream(int seed)
    {
        var classifier = new KwsClassifier(KwsModel.Default);
        short[] sound = Sound.Bursts(seed, 400_000);
        ScoredRecording recording = ScoredRecording.Listen(classifier, sound, []);
        foreach (int smoothing in (int[])[1, 5])
        {
            var sweep = new ThresholdSweep([recording], smoothing, Tolerance);
            WordCounts[] curve = sweep.Curve(2, Labels, suppressionHops: 0);
            foreach (int index in (int[])[0, 20, 60])
            {
                int heard = 0;
                var stream = new KeywordStream(classifier, _ => heard++, new KeywordStreamOptions
                {
                    Keywords = ["cat"],
                    Threshold = ThresholdSweep.Thresholds[index],
                    SmoothingHops = smoothing,
                    Suppression = TimeSpan.Zero,
                });
                stream.Push(sound);
                Assert.Equal(new WordCounts(0, heard), curve[index]);
            }
        }
    }

    [Fact]
    public void A_detection_from_the_start_of_a_word_to_the_tolerance_after_its_end_is_a_hit_and_each_word_is_hit_once()
    {
        var words = new WordMatcher([new(2, 100, 200), new(3, 150, 200), new(2, 150, 300)], tolerance: 50);
        Assert.Equal(
            [false, true, true, false, false, false],
            [
                words.Match(2, 100), words.Match(2, 160), words.Match(2, 240), words.Match(2, 245),
                words.Match(3, 251), words.Match(2, 351),
            ]);
        Assert.True(new WordMatcher([new(2, 100, 200)], 50).Match(2, 250));
    }

    [Fact]
    public void Thresholds_are_numbers_of_short_text()
    {
        Assert.Equal((100, 0.1, 1), (ThresholdSweep.Thresholds.Length, ThresholdSweep.Thresholds[0], ThresholdSweep.Thresholds[^1]));
        Assert.Equal(ThresholdSweep.Thresholds.Order(), ThresholdSweep.Thresholds);
        Assert.All(ThresholdSweep.Thresholds, threshold => Assert.Equal((double)Math.Round((decimal)threshold, 3), threshold));
    }

    /// <summary>Scores that stay for a while, and words anywhere.</summary>
    private static ScoredRecording RandomRecording(Random random)
    {
        int hops = random.Next(400);
        var scores = new float[hops * Labels];
        var now = new float[Labels];
        for (int hop = 0; hop < hops; hop++)
        {
            if (random.Next(5) == 0)
            {
                float[] parts = [.. now.Select(_ => MathF.Pow((float)random.NextDouble(), 4))];
                now = [.. parts.Select(part => part / (parts.Sum() + 1e-9f))];
            }

            now.CopyTo(scores, hop * Labels);
        }

        ImmutableArray<LabelledWord> words =
        [
            .. Enumerable.Range(0, random.Next(30)).Select(_ =>
            {
                long start = random.Next((hops * HopLength) + 1);
                return new LabelledWord(random.Next(Labels), start, start + random.Next(16_000));
            }).OrderBy(word => word.Start),
        ];
        return new(scores, Labels, 15_872, HopLength, 15_872 + (hops * HopLength), words);
    }

    private static int[] Same(int suppression) => [.. Enumerable.Repeat(suppression, Labels)];

    /// <summary>The counts by the rule itself, with a match of every detection against all words.</summary>
    private static WordCounts[] Expected(ScoredRecording[] recordings, int smoothing, int suppression, double[] thresholds)
    {
        var counts = new WordCounts[Labels];
        foreach (ScoredRecording recording in recordings)
        {
            var smoother = new ScoreSmoother(Labels, smoothing);
            var state = new DetectionState(thresholds, Same(suppression));
            List<LabelledWord> open = [.. recording.Words];
            for (int hop = 0; hop < recording.HopCount; hop++)
            {
                smoother.Add(recording.ScoresOf(hop));
                if (!state.Add(smoother.Means, smoother.Leader))
                {
                    continue;
                }

                long position = recording.PositionOf(hop);
                int word = open.FindIndex(word =>
                    word.Label == smoother.Leader && word.Start < position && position <= word.End + Tolerance);
                if (word >= 0)
                {
                    open.RemoveAt(word);
                }

                counts[smoother.Leader] = counts[smoother.Leader].With(isHit: word >= 0);
            }
        }

        return counts;
    }
}
