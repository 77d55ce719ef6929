namespace Kws.Fast.Tests;

/// <summary>The label, logit and margin of logits.</summary>
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
    public void A_batch_gives_what_the_logits_amount_to()
    {
        var classifier = new KwsClassifier(Model.KwsModel.Default);
        var classifications = new Classification[Support.Recorded.Labels.Length];

        classifier.Classify(Support.Recorded.Values, classifications);

        Assert.Equal(Support.Recorded.Logits.Chunk(4).Select(logits => Classification.FromLogits(logits)), classifications);
        Assert.Equal(Support.Recorded.Labels, classifications.Select(classification => classification.Label));
    }

    [Fact]
    public void No_logits_are_refused() =>
        Assert.StartsWith(
            "no logits, expected one a label", Assert.Throws<ArgumentException>(() => Classification.FromLogits([])).Message,
            StringComparison.Ordinal);
}
