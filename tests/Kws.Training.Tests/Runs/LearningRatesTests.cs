using Kws.Training.Runs;

namespace Kws.Training.Tests;

public sealed class LearningRatesTests
{
    [Fact]
    public void One_number_of_steps_rises_and_falls()
    {
        var rates = LearningRates.Cosine(1000, 0.5);
        float[] all = [.. Enumerable.Range(0, 1000).Select(step => rates.At(step))];
        Assert.Equal(0.5f, all.Max());
        Assert.Equal([.. all[..50].Order(), .. all[50..].OrderDescending()], all);
        Assert.All(all, rate => Assert.True(rate > 0));
        Assert.True(all[^1] < 0.00001);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(19)]
    public void A_few_steps_begin_at_the_peak(long steps) => Assert.Equal(0.5f, LearningRates.Cosine(steps, 0.5).At(0));

    [Fact]
    public void Phases_are_constant()
    {
        var rates = LearningRates.Constant([(2, 0.1), (1, 0.3), (3, 0.2)]);
        Assert.Equal([0.1f, 0.1f, 0.3f, 0.2f, 0.2f, 0.2f], Enumerable.Range(0, (int)rates.Steps).Select(step => rates.At(step)));
    }

    [Fact]
    public void Impossible_numbers_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRates.Cosine(0, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRates.Cosine(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRates.Constant([(1, 0.1), (1, 0)]));
        Assert.Throws<ArgumentException>(() => LearningRates.Constant([]));
    }
}
