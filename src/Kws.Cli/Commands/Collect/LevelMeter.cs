using System.Globalization;

namespace Kws.Cli.Commands;

/// <summary>The level of sound as text.</summary>
internal static class LevelMeter
{
    private const int Width = 20;
    private const double Lowest = -60;

    /// <summary>The level of an amplitude in decibels: 0 is the full scale of 16 bits.</summary>
    public static double Decibels(double amplitude) => 20 * Math.Log10(Math.Max(amplitude, 1) / 32_768);

    /// <summary>A bar from -60 dB to 0 dB.</summary>
    public static string Text(double decibels)
    {
        int filled = (int)Math.Clamp(Width * (decibels - Lowest) / -Lowest, 0, Width);
        return string.Create(
            CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', Width - filled)}] {decibels,3:F0} dB");
    }
}
