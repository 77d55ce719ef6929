using System.Globalization;

namespace Kws.Benchmarks.Results;

/// <summary>Numbers as the tables show them: three or four digits, whatever the size.</summary>
internal static class Numbers
{
    /// <summary>A time in nanoseconds.</summary>
    public static string Nanoseconds(double value) => Format(value, value switch { >= 1000 => "#,0", >= 100 => "0", _ => "0.0" });

    /// <summary>A time of nanoseconds in microseconds.</summary>
    public static string Microseconds(double value) => value < 10_000 ? Format(value / 1000, "0.00") : Ratio(value / 1000);

    /// <summary>A ratio of speeds.</summary>
    public static string Ratio(double value) =>
        Format(value, value switch { >= 100 => "0", >= 1 => "0.0", >= 0.1 => "0.00", _ => "0.000" });

    /// <summary>Fingerprints in a second.</summary>
    public static string PerSecond(double nanoseconds)
    {
        double rate = 1e9 / nanoseconds;
        return rate >= 1e6 ? Format(rate / 1e6, "0.00 million") : Format(rate / 1e3, rate >= 1e5 ? "0 thousand" : "0.0 thousand");
    }

    /// <summary>A whole number.</summary>
    public static string Whole(int value) => Format(value, "#,0");

    /// <summary>A round number of fingerprints in a second.</summary>
    public static string Rate(double value) => value >= 1e6 ? Format(value / 1e6, "0 million") : Format(value, "#,0");

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
