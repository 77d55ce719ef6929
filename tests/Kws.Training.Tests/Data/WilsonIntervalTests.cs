using Kws.Training.Data;

namespace Kws.Training.Tests;

public sealed class WilsonIntervalTests
{
    /// <summary>
    /// Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3.
    /// </summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Published_intervals(int successes, int trials, double low, double high)
    {
        WilsonInterval interval = WilsonInterval.Of(successes, trials);
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));

        // What fails is what succeeds, the other way round.
        WilsonInterval failures = WilsonInterval.Of(trials - successes, trials);
        Assert.Equal((Math.Round(1 - high, 4), Math.Round(1 - low, 4)), (Math.Round(failures.Low, 4), Math.Round(failures.High, 4)));
    }

    [Fact]
    public void The_ends_are_exact()
    {
        Assert.Equal(0, WilsonInterval.Of(0, 3).Low);
        Assert.Equal(1, WilsonInterval.Of(3, 3).High);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 2)]
    [InlineData(3, 2)]
    public void Impossible_counts(int successes, int trials) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(successes, trials));
}
