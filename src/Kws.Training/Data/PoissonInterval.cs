namespace Kws.Training.Data;

/// <summary>The 95 % interval of an expected count, of the count that was observed: Byar's approximation of the exact one.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct PoissonInterval(double Low, double High)
{
    private const double Quantile = 1.959964;

    /// <summary>The interval of a count, 0 or more.</summary>
    /// <param name="count">The count.</param>
    public static PoissonInterval Of(long count)
    {
        double above = count + 1;
        return new(count == 0 ? 0 : End(count, -Quantile), End(above, Quantile));

        static double End(double count, double quantile) =>
            count * Math.Pow(1 - (1 / (9 * count)) + (quantile / (3 * Math.Sqrt(count))), 3);
    }
}
