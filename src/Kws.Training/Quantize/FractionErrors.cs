namespace Kws.Training.Quantize;

/// <summary>
/// The errors that values get when they become integers of 8 bits, for every number of bits behind the binary point: with more bits the
/// steps are finer, and more values are clamped.
/// </summary>
internal sealed class FractionErrors
{
    /// <summary>The fewest bits behind the binary point: steps of 256.</summary>
    public const int Least = -8;

    /// <summary>The most bits behind the binary point.</summary>
    public const int Most = 15;

    private const double LeastInteger = sbyte.MinValue;
    private const double GreatestInteger = sbyte.MaxValue;

    private readonly double[] _squaredErrors = new double[Most - Least + 1];

    private FractionErrors()
    {
    }

    /// <summary>The number of bits with the least squared error, the fewer on a tie.</summary>
    public int Best => Least + Array.IndexOf(_squaredErrors, _squaredErrors.Min());

    /// <summary>The value of a step of the last place.</summary>
    /// <param name="fraction">The bits behind the binary point.</param>
    public static double Step(int fraction) => Math.ScaleB(1, -fraction);

    /// <summary>The nearest integer of 8 bits, the even one on a tie.</summary>
    /// <param name="value">The value.</param>
    /// <param name="fraction">The bits behind the binary point.</param>
    public static int Integer(double value, int fraction) =>
        (int)Math.Clamp(Math.Round(Math.ScaleB(value, fraction)), LeastInteger, GreatestInteger);

    /// <summary>The nearest integer of 32 bits.</summary>
    /// <param name="value">The value.</param>
    /// <param name="fraction">The bits behind the binary point.</param>
    public static int Word(double value, int fraction) =>
        (int)Math.Clamp(Math.Round(Math.ScaleB(value, fraction)), int.MinValue, int.MaxValue);

    /// <summary>The errors of values.</summary>
    /// <param name="values">The values.</param>
    public static FractionErrors Of(double[] values)
    {
        var errors = new FractionErrors();
        for (int i = 0; i < errors._squaredErrors.Length; i++)
        {
            (double factor, double step) = (1 / Step(Least + i), Step(Least + i));
            foreach (double value in values)
            {
                double error = (step * Math.Clamp(Math.Round(value * factor), LeastInteger, GreatestInteger)) - value;
                errors._squaredErrors[i] += error * error;
            }
        }

        return errors;
    }

    /// <summary>The errors of all values together.</summary>
    /// <param name="parts">The errors of parts of them.</param>
    public static FractionErrors Sum(IEnumerable<FractionErrors> parts)
    {
        var sum = new FractionErrors();
        foreach (FractionErrors part in parts)
        {
            for (int i = 0; i < sum._squaredErrors.Length; i++)
            {
                sum._squaredErrors[i] += part._squaredErrors[i];
            }
        }

        return sum;
    }
}
