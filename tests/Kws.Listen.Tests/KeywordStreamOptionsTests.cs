using Kws.Fast;
using Kws.Model;

namespace Kws.Listen.Tests;

public class KeywordStreamOptionsTests
{
    private static readonly KwsClassifier Default = new(KwsModel.Default);

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        AssertRefused(
            "Threshold", "expected more than 0 and at most 1",
            new KeywordStreamOptions { Threshold = 0 },
            new KeywordStreamOptions { Threshold = 1.01 },
            new KeywordStreamOptions { Threshold = double.NaN });
        AssertRefused(
            "Thresholds", "expected for 'cat' more than 0 and at most 1",
            new KeywordStreamOptions { Thresholds = new Dictionary<string, double> { ["cat"] = 0 } },
            new KeywordStreamOptions { Thresholds = new Dictionary<string, double> { ["happy"] = 1, ["cat"] = 1.01 } },
            new KeywordStreamOptions { Thresholds = new Dictionary<string, double> { ["cat"] = double.NaN } });
        AssertRefused(
            "SmoothingHops", "expected 1 to 1000",
            new KeywordStreamOptions { SmoothingHops = 0 }, new KeywordStreamOptions { SmoothingHops = 1001 });
        AssertRefused("Suppression", "expected 0 or more", new KeywordStreamOptions { Suppression = TimeSpan.FromTicks(-1) });
        AssertRefused(
            "Suppressions", "expected for 'cat' 0 or more",
            new KeywordStreamOptions { Suppressions = new Dictionary<string, TimeSpan> { ["cat"] = TimeSpan.FromTicks(-1) } });
        AssertRefused(
            "ScoreScale", "expected a positive number",
            new KeywordStreamOptions { ScoreScale = 0 }, new KeywordStreamOptions { ScoreScale = double.PositiveInfinity });
        AssertRefused(
            "SampleRate", "expected 1000 to 768000",
            new KeywordStreamOptions { SampleRate = 999 }, new KeywordStreamOptions { SampleRate = 768_001 });
        AssertRefused("Channels", "expected 1 or more", new KeywordStreamOptions { Channels = 0 });
        _ = new KeywordStream(Default, _ => { }, new KeywordStreamOptions
        {
            Threshold = 1,
            Thresholds = new Dictionary<string, double> { ["cat"] = 1 },
            SmoothingHops = 1000,
            Suppression = TimeSpan.MaxValue,
            Suppressions = new Dictionary<string, TimeSpan> { ["cat"] = TimeSpan.Zero },
            ScoreScale = 1e-9,
            SampleRate = 768_000,
        });
        _ = new KeywordStream(Default, _ => { }, new KeywordStreamOptions
        {
            SmoothingHops = 1,
            SampleRate = 1000,
            Channels = 2,
            Suppression = TimeSpan.Zero,
        });
    }

    [Fact]
    public void A_suppression_counts_hops_of_the_model()
    {
        // 16,000 samples a second in hops of 512.
        var options = new KeywordStreamOptions { Suppression = TimeSpan.FromSeconds(3.2) };
        Assert.All(options.Parameters(KwsModel.Default).SuppressionHops, hops => Assert.Equal(100, hops));
    }

    [Fact]
    public void Keywords_that_are_no_labels_are_refused()
    {
        Assert.Equal(
            "Keywords: 'dog' is not a label of the model; its labels are _silence_, _unknown_, cat, happy", MessageFor("cat", "dog"));
        Assert.Equal("Keywords: there is none among the labels _silence_, _unknown_, cat, happy", MessageFor());
        Assert.Equal(
            "Thresholds: 'dog' is not a label of the model; its labels are _silence_, _unknown_, cat, happy",
            Assert.Throws<ArgumentException>(() => new KeywordStream(
                Default, _ => { }, new KeywordStreamOptions { Thresholds = new Dictionary<string, double> { ["dog"] = 0.5 } })).Message);
        Assert.Equal(
            "Suppressions: 'dog' is not a label of the model; its labels are _silence_, _unknown_, cat, happy",
            Assert.Throws<ArgumentException>(() => new KeywordStream(
                Default, _ => { },
                new KeywordStreamOptions { Suppressions = new Dictionary<string, TimeSpan> { ["dog"] = TimeSpan.Zero } })).Message);

        static string MessageFor(params string[] keywords) => Assert.Throws<ArgumentException>(
            () => new KeywordStream(Default, _ => { }, new KeywordStreamOptions { Keywords = keywords })).Message;
    }

    private static void AssertRefused(string name, string expected, params KeywordStreamOptions[] options) =>
        Assert.All(options, wrong => Assert.StartsWith(
            expected,
            Assert.Throws<ArgumentOutOfRangeException>(name, () => new KeywordStream(Default, _ => { }, wrong)).Message,
            StringComparison.Ordinal));
}
