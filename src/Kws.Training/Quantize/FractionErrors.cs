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

    /// <summary>Counts values in.</summary>
    /// <param name="values">The values.</param>
    public void Add(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < _squaredErrors.Length; i++)
        {
            (double factor, double step) = (1 / Step(Least + i), Step(Least + i));
            double sum = 0;
            foreach (double value in values)
            {
                double error = (step * Math.Clamp(Math.Round(value * factor), LeastInteger, GreatestInteger)) - value;
                sum += error * error;
            }

            _squaredErrors[i] += sum;
        }
    }

    /// <summary>Counts in what another one has counted.</summary>
    /// <param name="other">The other one.</param>
    public void Add(FractionErrors other)
    {
        for (int i = 0; i < _squaredErrors.Length; i++)
        {
            _squaredErrors[i] += other._squaredErrors[i];
        }
    }
}
