namespace Kws.Training.Data;

/// <summary>
/// Within which bounds a probability lies of which a sample has shown a proportion: the score interval of Wilson (1927), with 95 %
/// confidence.
/// </summary>
/// <remarks>
/// Unlike the usual normal approximation it is right for few trials and for proportions near 0 and 1, which is where recalls lie.
/// </remarks>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    /// <summary>The quantile of the normal distribution that 2.5 % lie above.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The interval of a number of successes.</summary>
    /// <param name="successes">How many trials succeeded, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">How many trials there were, 1 at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static WilsonInterval Of(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double n = trials;
        double p = successes / n;
        double centre = (p + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        double half = Z * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n))) / (1 + (Z * Z / n));

        // At the ends the bound is 0 or 1 exactly, but for rounding.
        return new WilsonInterval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
