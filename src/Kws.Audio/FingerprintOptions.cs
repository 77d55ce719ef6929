namespace Kws.Audio;

/// <summary>The front end that a model was trained with: how sound becomes a fingerprint. The defaults are those of the default model.</summary>
/// <remarks>
/// A fingerprint has <see cref="FrameCount"/> frames of <see cref="CoefficientCount"/> coefficients. It covers the first
/// <see cref="ClipLength"/> samples of a clip: 15,872 with the defaults, so all but the last 8 ms of a second.
/// </remarks>
public sealed record FingerprintOptions
{
    /// <summary>Samples a second, in Hz.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Samples of one window: 64 ms. The Fourier transform has the next power of two as its length.</summary>
    public int WindowLength { get; init; } = 1024;

    /// <summary>Samples from one window to the next: 32 ms.</summary>
    public int HopLength { get; init; } = 512;

    /// <summary>Windows of one fingerprint.</summary>
    public int FrameCount { get; init; } = 30;

    /// <summary>Triangular bands on the mel scale.</summary>
    public int BandCount { get; init; } = 40;

    /// <summary>Lower end of the first band, in Hz.</summary>
    public double LowestFrequency { get; init; } = 20;

    /// <summary>Upper end of the last band, in Hz: at most half the sample rate.</summary>
    public double HighestFrequency { get; init; } = 4000;

    /// <summary>Cepstral coefficients of a frame, at most as many as there are bands.</summary>
    public int CoefficientCount { get; init; } = 10;

    /// <summary>Samples that one fingerprint covers, from the start of its first window to the end of its last.</summary>
    public int ClipLength => WindowLength + ((FrameCount - 1) * HopLength);

    /// <summary>Length of the Fourier transform: the least power of two that holds a window.</summary>
    internal int TransformLength => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)WindowLength);
}
