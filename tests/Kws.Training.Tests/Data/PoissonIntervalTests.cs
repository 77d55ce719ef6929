using Kws.Training.Data;

namespace Kws.Training.Tests;

public class PoissonIntervalTests
{
    /// <summary>Exact intervals (Garwood, 1936), of tables.</summary>
    [Theory]
    [InlineData(0, 0, 3.689)]
    [InlineData(1, 0.0253, 5.572)]
    [InlineData(2, 0.242, 7.225)]
    [InlineData(10, 4.795, 18.390)]
    [InlineData(100, 81.36, 121.63)]
    public void It_is_near_the_exact_one(int count, double low, double high)
    {
        PoissonInterval interval = PoissonInterval.Of(count);
        Assert.Equal(low, interval.Low, 0.05);
        Assert.Equal(high, interval.High, 0.05);
    }
}
