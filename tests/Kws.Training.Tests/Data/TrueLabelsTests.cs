using Kws.Training.Data;

namespace Kws.Training.Tests;

public sealed class TrueLabelsTests
{
    private static readonly TrueLabels Labels = new(["_silence_", "_unknown_", "cat", "happy"], "");

    [Theory]
    [InlineData("_silence_", 0)]
    [InlineData("_unknown_", 1)]
    [InlineData("cat", 2)]
    [InlineData("dog", 1)]
    [InlineData("Cat", 1)]
    public void A_word_has_the_label_of_its_name_or_unknown(string word, int label) => Assert.Equal(label, Labels.Of(word));

    [Fact]
    public void A_model_may_lack_the_label()
    {
        var labels = new TrueLabels(["yes", "no"], "");
        Assert.Equal((1, -1, -1), (labels.Of("no"), labels.Of("dog"), labels.Of("_silence_")));
        Assert.Equal("the model has neither a label 'dog' nor '_unknown_'; its labels are yes, no", labels.Missing("dog"));

        // Silence is no word that could be unknown.
        Assert.Equal(-1, new TrueLabels(["_unknown_"], "").Of("_silence_"));
        Assert.Equal("the model has no label '_silence_'; its labels are yes, no", labels.Missing("_silence_"));
    }

    [Fact]
    public void Silence_is_for_testing()
    {
        Assert.Equal(Split.Validation, Labels.SplitOf("cat", "026290a7_nohash_0.wav"));
        Assert.Equal(Split.Testing, Labels.SplitOf("_silence_", "026290a7_nohash_0.wav"));
        Assert.Equal(Split.Testing, new TrueLabels(["cat"], "kws").SplitOf("cat", "0137b3f4_nohash_0.wav"));
    }
}
