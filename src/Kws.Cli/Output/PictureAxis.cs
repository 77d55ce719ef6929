using System.Globalization;

namespace Kws.Cli.Output;

/// <summary>An axis of a picture.</summary>
/// <param name="Title">The quantity.</param>
/// <param name="Ticks">The values with a line, the first one at the beginning and the last one at the end.</param>
/// <param name="IsLogarithmic">True if equal distances are equal factors; the first tick stands for 0 then.</param>
internal sealed record PictureAxis(string Title, IReadOnlyList<double> Ticks, bool IsLogarithmic)
{
    private const int MostSteps = 6;

    private double First => Ticks[0];

    private double Last => Ticks[^1];

    /// <summary>Round numbers around a range: 1, 2 or 5 times a power of ten apart.</summary>
    /// <param name="title">The quantity.</param>
    /// <param name="smallest">The smallest value.</param>
    /// <param name="largest">The largest one.</param>
    public static PictureAxis Linear(string title, double smallest, double largest)
    {
        double range = Math.Max(largest - smallest, 1e-3);
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / MostSteps)));
        double step = power * ((double[])[1, 2, 5, 10]).First(factor => range / (factor * power) <= MostSteps);
        double low = Math.Floor(smallest / step);
        double high = Math.Max(low + 1, Math.Ceiling(largest / step));
        return new(title, [.. Enumerable.Range(0, (int)(high - low) + 1).Select(i => step * (low + i))], IsLogarithmic: false);
    }

    /// <summary>A rate from none to the most, by powers of ten.</summary>
    /// <param name="title">The quantity.</param>
    /// <param name="smallest">The smallest rate but 0.</param>
    /// <param name="largest">The largest one.</param>
    public static PictureAxis Rate(string title, double smallest, double largest)
    {
        int first = (int)Math.Floor(Math.Log10(smallest));
        int last = Math.Max(first + 1, (int)Math.Ceiling(Math.Log10(Math.Max(largest, smallest))));
        return new(title, [.. Enumerable.Range(first - 1, last - first + 2).Select(power => Math.Pow(10, power))], IsLogarithmic: true);
    }

    /// <summary>The place of a value, 0 at the beginning and 1 at the end.</summary>
    public double Place(double value) => IsLogarithmic
        ? Math.Log(Math.Clamp(value, First, Last) / First) / Math.Log(Last / First)
        : (value - First) / (Last - First);

    public string TextOf(double tick) =>
        IsLogarithmic && tick == First ? "0" : Math.Round(tick, 6).ToString("#,0.######", CultureInfo.InvariantCulture);
}
