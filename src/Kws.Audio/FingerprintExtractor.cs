using Kws.Audio.Extraction;
using Kws.Model;

namespace Kws.Audio;

/// <summary>
/// Turns sound into fingerprints: window, Fourier transform, magnitudes, triangular mel bands, natural logarithm, DCT-II, rounded to
/// integers. The same sound gives the same integers on every processor.
/// </summary>
/// <remarks>
/// In single precision, in a fixed order of operations: of 1,278,000 integers of recorded speech 2 differ, by 1, from what double
/// precision gives. Calls allocate nothing. Instances are immutable: any number of threads may use one.
/// </remarks>
public sealed class FingerprintExtractor
{
    private readonly FrameExtractor _frames;

    /// <summary>Makes an extractor.</summary>
    /// <param name="frontEnd">The settings, as <see cref="KwsModel.FrontEnd"/> has them; null for those of the default model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting lies outside its range.</exception>
    public FingerprintExtractor(FrontEnd? frontEnd = null)
    {
        FrontEnd = frontEnd ?? new FrontEnd();
        FrontEnd.Check();
        FingerprintLength = FrontEnd.FrameCount * FrontEnd.CoefficientCount;
        _frames = FrameExtractor.Create(FrontEnd);
    }

    /// <summary>The settings.</summary>
    public FrontEnd FrontEnd { get; }

    /// <summary>Values of one fingerprint, frames x coefficients: 300 with the default settings.</summary>
    public int FingerprintLength { get; }

    /// <summary>The fingerprint of a clip.</summary>
    /// <param name="samples">
    /// Sound at the sample rate of the front end; a clip that is too short counts as followed by silence, and what is too much is not
    /// looked at.
    /// </param>
    /// <param name="fingerprint">
    /// Receives frames x coefficients values of <see cref="FrontEnd.Bits"/> bits, [-32, 31] by default, time-major.
    /// </param>
    /// <exception cref="ArgumentException">The fingerprint has the wrong length.</exception>
    public void Extract(ReadOnlySpan<short> samples, Span<sbyte> fingerprint)
    {
        if (fingerprint.Length != FingerprintLength)
        {
            throw new ArgumentException(
                $"room for {fingerprint.Length} values, expected the {FingerprintLength} of one fingerprint", nameof(fingerprint));
        }

        int coefficients = FrontEnd.CoefficientCount;
        for (int frame = 0; frame < FrontEnd.FrameCount; frame++)
        {
            ReadOnlySpan<short> rest = samples[(int)Math.Min((long)frame * FrontEnd.HopLength, samples.Length)..];
            _frames.Run(rest[..Math.Min(rest.Length, FrontEnd.WindowLength)], fingerprint.Slice(frame * coefficients, coefficients));
        }
    }

    /// <summary>The coefficients of one frame.</summary>
    /// <param name="window">At most a window of sound; a shorter one counts as followed by silence.</param>
    /// <param name="frame">Receives the coefficients, values of <see cref="FrontEnd.Bits"/> bits, [-32, 31] by default.</param>
    /// <exception cref="ArgumentException">There are too many samples, or the frame has the wrong length.</exception>
    public void ExtractFrame(ReadOnlySpan<short> window, Span<sbyte> frame)
    {
        if (window.Length > FrontEnd.WindowLength)
        {
            throw new ArgumentException(
                $"{window.Length} samples, expected at most the {FrontEnd.WindowLength} of one window", nameof(window));
        }

        if (frame.Length != FrontEnd.CoefficientCount)
        {
            throw new ArgumentException(
                $"room for {frame.Length} values, expected the {FrontEnd.CoefficientCount} of one frame", nameof(frame));
        }

        _frames.Run(window, frame);
    }
}
