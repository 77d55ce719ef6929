using System.Globalization;

namespace Kws.Cli.Output;

/// <summary>Numbers as text.</summary>
internal static class NumberText
{
    /// <summary>So many of something: <c>1 case</c>, <c>2 cases</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="noun">Its name in the singular.</param>
    public static string Count(long number, string noun) => FormattableString.Invariant($"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>The progress of work: <c>10,000 of 250,000</c>.</summary>
    public static string Part(long done, long all) => FormattableString.Invariant($"{done:N0} of {all:N0}");

    /// <summary>The time that work still takes, in minutes and seconds: <c>12:05 left</c>.</summary>
    /// <param name="elapsed">The time that it took so far.</param>
    /// <param name="rest">The rest of the work, as a multiple of what is done; of any size, if the process was stopped for long.</param>
    public static string TimeLeft(TimeSpan elapsed, double rest)
    {
        long seconds = (long)(elapsed.TotalSeconds * rest);
        return FormattableString.Invariant($"{seconds / 60}:{seconds % 60:00} left");
    }

    /// <summary>Writes a number without making a string of it, as <see cref="TextWriter"/> itself does.</summary>
    /// <param name="writer">Receives the number.</param>
    /// <param name="value">An integer, or a number that the format makes short.</param>
    /// <param name="format">How.</param>
    public static void WriteNumber<T>(this TextWriter writer, T value, ReadOnlySpan<char> format = default)
        where T : ISpanFormattable
    {
        Span<char> digits = stackalloc char[32];
        value.TryFormat(digits, out int length, format, CultureInfo.InvariantCulture);
        writer.Write(digits[..length]);
    }
}
