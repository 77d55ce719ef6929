using System.Globalization;

namespace Kws.Cli.Output;

/// <summary>Writes numbers without making a string of each, as <see cref="TextWriter"/> itself does.</summary>
internal static class NumberText
{
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
