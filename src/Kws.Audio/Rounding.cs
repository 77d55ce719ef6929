namespace Kws.Audio;

/// <summary>The one place where sound becomes 16-bit integers.</summary>
internal static class Rounding
{
    /// <summary>The nearest integers, the even one on a tie, saturated.</summary>
    /// <param name="values">Values in the scale of 16 bits.</param>
    /// <param name="samples">Receives at least as many samples.</param>
    public static void ToInt16(ReadOnlySpan<double> values, Span<short> samples)
    {
        for (int i = 0; i < values.Length; i++)
        {
            samples[i] = ToInt16(values[i]);
        }
    }

    /// <summary>The nearest integer, the even one on a tie, saturated.</summary>
    public static short ToInt16(double value) => (short)Math.Clamp(Math.Round(value), short.MinValue, short.MaxValue);
}
