using System.Globalization;

namespace Kws.Cli.Commands;

/// <summary>A sound that was heard after a prompt.</summary>
/// <param name="Samples">The sound, with what is just before and after it.</param>
/// <param name="Seconds">The length of the sound itself.</param>
/// <param name="Cut">Why the sound is not whole; null if it is.</param>
internal sealed record Take(short[] Samples, double Seconds, string? Cut)
{
    /// <summary>Samples so close to the full scale are clipped.</summary>
    private const int FullScale = 32_700;

    /// <summary>A few clipped samples are not heard.</summary>
    private const int MostClipped = 3;

    /// <summary>The least level of the loudest sample, in decibels below full scale.</summary>
    private const double LeastLevel = -34;

    /// <summary>The longest word.</summary>
    private const double LongestSeconds = 2;

    /// <summary>The level of the loudest sample, in decibels: 0 is the full scale.</summary>
    public double Level => LevelMeter.Decibels(Samples.Max(sample => Math.Abs((int)sample)));

    /// <summary>The reason why it is no good recording, with a remedy; null if it is one.</summary>
    public string? Problem =>
        Cut
        ?? (Samples.Count(sample => Math.Abs((int)sample) >= FullScale) > MostClipped
            ? "clipped: speak softer, or turn the microphone down"
        : Level < LeastLevel
            ? FormattableString.Invariant(
                $"too quiet, its loudest sample is at {Level:F0} dB, expected {LeastLevel} dB or more")
                + ": come closer, or turn the microphone up"
        : Seconds > LongestSeconds
            ? string.Create(CultureInfo.InvariantCulture, $"{Seconds:F1} s long, expected one word of {LongestSeconds} s at most")
        : null);
}
