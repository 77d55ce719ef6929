namespace Kws.Fast.Tests;

/// <summary>What logits amount to.</summary>
public class ClassificationTests
{
    [Theory]
    [InlineData(new[] { 5, 9, -3 }, 1, 9, 4)]
    [InlineData(new[] { -7, -7, -9 }, 0, -7, 0)]
    [InlineData(new[] { 1, 2, 2 }, 1, 2, 0)]
    [InlineData(new[] { int.MaxValue, int.MinValue }, 0, int.MaxValue, 4_294_967_295)]
    [InlineData(new[] { 3 }, 0, 3, 3L - int.MinValue)]
    public void Label_logit_and_lead(int[] logits, int label, int logit, long margin) =>
        Assert.Equal(new Classification(label, logit, margin), Classification.FromLogits(logits));

    [Fact]
    public void Label_is_the_one_that_Classify_gives()
    {
        var classifier = new KwsClassifier(Model.DsCnnModel.Default);
        var logits = new int[4];
        foreach (Model.Fingerprint fingerprint in Support.Recorded.Fingerprints)
        {
            classifier.Infer(fingerprint.Values.Span, logits);
            Assert.Equal(classifier.Classify(fingerprint.Values.Span), Classification.FromLogits(logits).Label);
        }
    }

    [Fact]
    public void No_logits_are_refused() =>
        Assert.StartsWith("no logits, expected one a label", Assert.Throws<ArgumentException>(() => Classification.FromLogits([])).Message, StringComparison.Ordinal);
}
