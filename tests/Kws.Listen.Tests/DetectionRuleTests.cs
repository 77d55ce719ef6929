using FsCheck.Xunit;
using Kws.Listen.Streams;
using Kws.Model;

namespace Kws.Listen.Tests;

/// <summary>The hops that are detections. One label of a hop has a score of 1 here, all others have 0.</summary>
public class DetectionRuleTests
{
    private static readonly string[] Labels = ["_silence_", "_unknown_", "cat", "happy"];

    [Fact]
    public void A_keyword_is_detected_once_the_mean_of_the_last_hops_reaches_the_threshold() =>
        Assert.Equal("......c.............", Run(Options(4, 0.75, 0), "sssscccccccccccccccc"));

    [Fact]
    public void Hops_before_the_start_count_as_nothing() => Assert.Equal("..c..", Run(Options(4, 0.75, 0), "ccccc"));

    [Fact]
    public void A_keyword_is_detected_again_after_its_score_has_fallen_below_the_threshold() =>
        Assert.Equal(".c....c.", Run(Options(2, 1, 0), "ccccsccc"));

    [Fact]
    public void A_keyword_is_detected_again_after_its_score_has_dipped_by_a_tenth()
    {
        // The mean of 20 hops is at most 1. It falls to 0.9 with two hops of silence, and has risen by as much when both are forgotten.
        Assert.Equal(
            new string('.', 9) + "c" + new string('.', 32) + "c.....",
            Run(Options(20, 0.5, 0), new string('c', 21) + "ss" + new string('c', 25)));

        // With one hop it falls to 0.95, which is no dip, and so is a fall that lasts.
        Assert.Equal(
            new string('.', 9) + "c" + new string('.', 37), Run(Options(20, 0.5, 0), new string('c', 21) + "s" + new string('c', 25)));
        Assert.Equal(
            new string('.', 9) + "c" + new string('.', 29), Run(Options(20, 0.5, 0), new string('c', 30) + "sssssssss"));
    }

    [Fact]
    public void Nothing_is_detected_within_the_suppression_and_what_lasts_is_detected_at_its_end()
    {
        Assert.Equal("c....c.", Run(Options(1, 0.5, 5), "cscscch"));
        Assert.Equal("c....h.", Run(Options(1, 0.5, 5), "chhhhhh"));
        Assert.Equal("c......", Run(Options(1, 0.5, 5), "chhhsss"));
    }

    [Fact]
    public void After_a_word_its_own_suppression_holds_for_every_word()
    {
        KeywordStreamOptions options =
            Options(1, 0.5, 2) with { Suppressions = new Dictionary<string, TimeSpan> { ["happy"] = TimeSpan.FromSeconds(0.5) } };
        Assert.Equal("c.h....c.h....h", Run(options, "cshccccchhhhshh"));
    }

    [Theory]
    [InlineData(null, null, 0.6, 0.2)]
    [InlineData(0.5, null, 0.5, 0.5)]
    [InlineData(null, 0.4, 0.4, 0.2)]
    [InlineData(0.5, 0.4, 0.4, 0.5)]
    public void The_suppression_of_a_word_is_that_of_the_options_before_that_of_the_model(
        double? all, double? cat, double expected, double happy)
    {
        var model = new DetectionSettings
        {
            Suppression = TimeSpan.FromSeconds(0.2),
            Suppressions = new Dictionary<string, TimeSpan> { ["cat"] = TimeSpan.FromSeconds(0.6) },
        };
        var options = new KeywordStreamOptions
        {
            Suppression = all is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Suppressions = cat is { } own ? new Dictionary<string, TimeSpan> { ["cat"] = TimeSpan.FromSeconds(own) } : null,
        };
        DetectionParameters parameters = options.Parameters([.. Labels], model, hopsPerSecond: 10);
        Assert.Equal(((int)(10 * expected), (int)(10 * happy)), (parameters.SuppressionHops[2], parameters.SuppressionHops[3]));
    }

    [Fact]
    public void Three_peaks_of_a_score_are_three_detections_unless_the_suppression_merges_them()
    {
        // Words of 10 hops, 5 hops between them: the mean of 5 hops falls to 0. That of 20 hops stays at 0.5 to 0.75.
        const string Hops = "ccccccccccsssssccccccccccsssssccccccccccsssss";
        Assert.Equal(3, Run(Options(5, 0.7, 0), Hops).Count(hop => hop == 'c'));
        Assert.Equal(3, Run(Options(5, 0.7, 15), Hops).Count(hop => hop == 'c'));
        Assert.Equal(2, Run(Options(5, 0.7, 30), Hops).Count(hop => hop == 'c'));
        Assert.Equal(1, Run(Options(5, 0.7, 45), Hops).Count(hop => hop == 'c'));
        Assert.Equal(2, Run(Options(20, 0.5, 0), Hops).Count(hop => hop == 'c'));
    }

    [Fact]
    public void Suppression_is_rounded_up_to_whole_hops() => Assert.Equal("c.....h", Run(Options(1, 0.5, 5.01), "chhhhhh"));

    [Fact]
    public void Silence_and_unknown_words_are_never_detected() => Assert.Equal("........", Run(Options(1, 0.5, 0), "ssuussuu"));

    [Fact]
    public void Only_the_keywords_chosen_are_detected() =>
        Assert.Equal("..h.u..", Run(Options(1, 0.5, 0) with { Keywords = ["happy", "_unknown_"] }, "cchhuss"));

    [Fact]
    public void A_word_may_have_a_threshold_of_its_own()
    {
        KeywordStreamOptions options = Options(4, 0.25, 0) with { Thresholds = new Dictionary<string, double> { ["happy"] = 0.75 } };
        Assert.Equal("c...h..", Run(options, "cshhhhh"));
    }

    [Theory]
    [InlineData(null, null, 0.6, 0.7)]
    [InlineData(0.5, null, 0.5, 0.5)]
    [InlineData(null, 0.4, 0.4, 0.7)]
    [InlineData(0.5, 0.4, 0.4, 0.5)]
    public void The_options_come_before_the_model_and_a_word_before_all_words(double? all, double? cat, double expected, double happy)
    {
        var model = new DetectionSettings { Thresholds = new Dictionary<string, double> { ["cat"] = 0.6 }, SmoothingHops = 7 };
        var options = new KeywordStreamOptions
        {
            Threshold = all,
            Thresholds = cat is { } own ? new Dictionary<string, double> { ["cat"] = own } : null,
            Suppression = TimeSpan.FromSeconds(2),
        };
        DetectionParameters parameters = options.Parameters([.. Labels], model, hopsPerSecond: 10);
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity, expected, happy], parameters.Thresholds);
        Assert.Equal(7, parameters.SmoothingHops);
        Assert.Equal([20, 20, 20, 20], parameters.SuppressionHops);
    }

    [Fact]
    public void A_keyword_that_another_label_leads_is_not_detected() =>
        Assert.Equal(".....c....", Run(Options(5, 0.2, 0), "uuuccccccc"));

    [Fact]
    public void The_score_is_the_mean()
    {
        DetectionRule rule = Rule(Options(4, 0.5, 0));
        Assert.False(rule.Add(Scores('c'), out _, out float score));
        Assert.Equal(0.25f, score, 1e-6);
        Assert.True(rule.Add(Scores('c'), out int label, out score));
        Assert.Equal((2, 0.5f), (label, score));
    }

    [Property]
    public bool The_margin_is_the_distance_to_the_next_label(byte[] first, byte[] second)
    {
        int labels = Math.Min(Math.Min(first.Length, second.Length), 6);
        if (labels == 0)
        {
            return true;
        }

        var rule = new DetectionRule(new DetectionParameters([.. Enumerable.Repeat(0.0, labels)], 2, new int[labels]));
        rule.Add(Scores(first), out _, out _);
        rule.Add(Scores(second), out int label, out float score);
        double[] others = [.. rule.Scores.ToArray().Where((_, i) => i != label), 0];
        return rule.Margin == (float)(rule.Scores[label] - others.Max()) && rule.Margin >= 0 && score >= rule.Margin;

        float[] Scores(byte[] values) => [.. values.Take(labels).Select(value => value / 255f)];
    }

    [Fact]
    public void Reset_forgets_everything()
    {
        DetectionRule rule = Rule(Options(2, 1, 100));
        string first = Run(rule, "ccc");
        rule.Reset();
        Assert.Equal(".c.", first);
        Assert.Equal(first, Run(rule, "ccc"));

        // What was held too, where the first hop would not release it.
        rule = Rule(Options(1, 1, 0));
        Assert.Equal("c.", Run(rule, "cc"));
        rule.Reset();
        Assert.Equal("c.", Run(rule, "cc"));
    }

    private static KeywordStreamOptions Options(int smoothing, double threshold, double suppressedHops) =>
        new() { SmoothingHops = smoothing, Threshold = threshold, Suppression = TimeSpan.FromSeconds(suppressedHops / 10) };

    private static DetectionRule Rule(KeywordStreamOptions options) =>
        new(options.Parameters([.. Labels], ofModel: null, hopsPerSecond: 10));

    private static string Run(KeywordStreamOptions options, string hops) => Run(Rule(options), hops);

    /// <summary>Hops by the label they are of (s, u, c, h); detections likewise, a dot for none.</summary>
    private static string Run(DetectionRule rule, string hops) =>
        string.Concat(hops.Select(hop => rule.Add(Scores(hop), out int label, out _) ? "such"[label] : '.'));

    private static float[] Scores(char label) => [.. "such".Select(c => c == label ? 1 : 0)];
}
