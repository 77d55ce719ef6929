using FsCheck.Xunit;
using Kws.Training.Quantize;

namespace Kws.Training.Tests.Quantize;

public sealed class FractionErrorsTests
{
    [Property(MaxTest = 50)]
    public void The_best_fraction_has_the_least_squared_error(int seed, byte scale)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, 40).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(2, (scale % 16) - 6))];
        FractionErrors whole = FractionErrors.Of(values);
        FractionErrors parts = FractionErrors.Sum([FractionErrors.Of(values[..10]), FractionErrors.Of(values[10..])]);

        int[] fractions = [.. Enumerable.Range(FractionErrors.Least, FractionErrors.Most - FractionErrors.Least + 1)];
        double least = fractions.Min(Error);
        Assert.Equal(least, Error(whole.Best), 1e-9 * least);
        Assert.Equal(least, Error(parts.Best), 1e-9 * least);

        double Error(int fraction) =>
            values.Sum(value => Math.Pow((FractionErrors.Integer(value, fraction) * FractionErrors.Step(fraction)) - value, 2));
    }

    [Theory]
    [InlineData(1.25, 1, 2)]
    [InlineData(1.75, 1, 4)]
    [InlineData(-64.1, 1, -128)]
    [InlineData(1000, 0, 127)]
    [InlineData(1000, -4, 62)]
    public void Integers_are_rounded_to_even_and_clamped(double value, int fraction, int expected) =>
        Assert.Equal(expected, FractionErrors.Integer(value, fraction));
}
