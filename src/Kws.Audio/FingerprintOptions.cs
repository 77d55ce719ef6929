using System.Numerics;

namespace Kws.Audio;

/// <summary>The front end that a model was trained with: how sound becomes a fingerprint. The defaults are those of the default model.</summary>
/// <remarks>
/// A fingerprint has <see cref="FrameCount"/> frames of <see cref="CoefficientCount"/> coefficients. It covers <see cref="ClipLength"/> samples: 15,872 with
/// the defaults, all but the last 8 ms of a second.
/// </remarks>
public sealed record FingerprintOptions
{
    /// <summary>The longest window: 64 ms at 48 kHz, and more.</summary>
    internal const int MaxWindowLength = 4096;

    /// <summary>The shortest window: that of the shortest transform.</summary>
    internal const int MinWindowLength = 65;

    /// <summary>The most bands.</summary>
    internal const int MaxBandCount = 256;

    /// <summary>Samples a second, at least 1: 16,000.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Samples of one window, 65 to 4,096: 1,024, which are 64 ms. The Fourier transform has the next power of two as its length.</summary>
    public int WindowLength { get; init; } = 1024;

    /// <summary>Samples from one window to the next, at least 1: 512, which are 32 ms.</summary>
    public int HopLength { get; init; } = 512;

    /// <summary>Windows of one fingerprint, at least 1: 30.</summary>
    public int FrameCount { get; init; } = 30;

    /// <summary>Triangular bands on the mel scale, 1 to 256: 40.</summary>
    public int BandCount { get; init; } = 40;

    /// <summary>Lower end of the first band in Hz, 0 or more: 20.</summary>
    public double LowestFrequency { get; init; } = 20;

    /// <summary>Upper end of the last band in Hz, above the lower end of the first and at most half the sample rate: 4,000.</summary>
    public double HighestFrequency { get; init; } = 4000;

    /// <summary>Cepstral coefficients of a frame, 1 to the number of bands: 10.</summary>
    public int CoefficientCount { get; init; } = 10;

    /// <summary>Samples that one fingerprint covers, from the start of its first window to the end of its last.</summary>
    public int ClipLength => WindowLength + ((FrameCount - 1) * HopLength);

    /// <summary>Length of the Fourier transform: the least power of two that holds a window.</summary>
    internal int TransformLength => (int)BitOperations.RoundUpToPowerOf2((uint)WindowLength);

    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its range.</exception>
    internal void Check()
    {
        Require(SampleRate >= 1, nameof(SampleRate), SampleRate, "at least 1");
        Require(WindowLength is >= MinWindowLength and <= MaxWindowLength, nameof(WindowLength), WindowLength, $"{MinWindowLength} to {MaxWindowLength}");
        Require(HopLength >= 1, nameof(HopLength), HopLength, "at least 1");
        Require(FrameCount >= 1, nameof(FrameCount), FrameCount, "at least 1");
        Require(
            WindowLength + ((FrameCount - 1L) * HopLength) <= Array.MaxLength, nameof(FrameCount), FrameCount,
            $"a fingerprint of at most {Array.MaxLength} samples");
        Require(BandCount is >= 1 and <= MaxBandCount, nameof(BandCount), BandCount, $"1 to {MaxBandCount}");
        Require(LowestFrequency >= 0, nameof(LowestFrequency), LowestFrequency, "0 or more");
        Require(
            HighestFrequency > LowestFrequency && HighestFrequency <= SampleRate / 2.0,
            nameof(HighestFrequency), HighestFrequency, $"more than {LowestFrequency} and at most half the sample rate, {SampleRate / 2.0}");
        Require(CoefficientCount >= 1 && CoefficientCount <= BandCount, nameof(CoefficientCount), CoefficientCount, $"1 to the {BandCount} bands");
        Require(
            (long)FrameCount * CoefficientCount <= Array.MaxLength, nameof(FrameCount), FrameCount, $"a fingerprint of at most {Array.MaxLength} values");
    }

    private static void Require(bool holds, string option, object value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(option, $"{option} is {value}, expected {expected}");
        }
    }
}
