namespace Kws.Fast.Tests;

/// <summary>Scores are the softmax of logits.</summary>
public class ScoresTests
{
    [Fact]
    public void Scores_are_in_the_ratio_of_the_exponentials()
    {
        var scores = new float[3];
        Scores.FromLogits([0, 128, -128], scores);
        double sum = 1 + Math.E + (1 / Math.E);
        Assert.Equal([1 / sum, Math.E / sum, 1 / Math.E / sum], scores.Select(score => (double)score), (a, b) => Math.Abs(a - b) < 1e-6);
        Scores.FromLogits([0, 1, -1], scores, scale: 1);
        Assert.Equal(Math.E / sum, scores[1], 1e-6);
    }

    [Fact]
    public void The_largest_logits_do_not_overflow()
    {
        var scores = new float[2];
        Scores.FromLogits([int.MaxValue, int.MinValue], scores, scale: 1e300);
        Assert.Equal((float[])[1, 0], scores);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>("logits", () => Scores.FromLogits([], []));
        ArgumentException few = Assert.Throws<ArgumentException>("scores", () => Scores.FromLogits([1, 2, 3, 4], new float[3]));
        Assert.StartsWith("3 scores, expected 4 (one per logit)", few.Message);
        Assert.All([0, -1, double.NaN, double.PositiveInfinity], scale =>
            Assert.Throws<ArgumentOutOfRangeException>(nameof(scale), () => Scores.FromLogits([1], new float[1], scale)));
    }
}
