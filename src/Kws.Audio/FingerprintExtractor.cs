using Kws.Audio.FrontEnd;

namespace Kws.Audio;

/// <summary>
/// Turns sound into fingerprints: window, Fourier transform, magnitudes, triangular mel bands, natural logarithm, DCT-II, rounded to integers. The same sound gives
/// the same integers on every processor.
/// </summary>
/// <remarks>
/// In single precision, in a fixed order of operations: of 1,278,000 integers of recorded speech 2 differ, by 1, from what double precision gives.
/// Calls allocate nothing. Instances are immutable: any number of threads may use one.
/// </remarks>
public sealed unsafe class FingerprintExtractor
{
    /// <summary>Behind the parts of the spectrum: what mirrored loads reach beyond its end.</summary>
    private const int SpectrumPadding = 16;

    /// <summary>Sums of eight bands, eight parts each.</summary>
    private const int SumsLength = 64;

    private readonly WindowedTransform _transform;
    private readonly MagnitudeSpectrum _spectrum;
    private readonly MelFilterBank _bands;
    private readonly CosineTransform _cosines;
    private readonly int _half;
    private readonly int _magnitudes;
    private readonly int _unusedMagnitudes;
    private readonly int _scratchBytes;

    /// <summary>Makes an extractor.</summary>
    /// <param name="options">The front end; null for that of the default model.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its range.</exception>
    public FingerprintExtractor(FingerprintOptions? options = null)
    {
        Options = options ?? new FingerprintOptions();
        Options.Check();
        FingerprintLength = Options.FrameCount * Options.CoefficientCount;
        int length = Options.TransformLength;
        _half = length / 2;
        _transform = new WindowedTransform(length, Window(Options.WindowLength));
        _bands = new MelFilterBank(Options);
        int read = (_bands.MagnitudeCount + 7) / 8 * 8;
        _magnitudes = Math.Min(read, _half);
        _unusedMagnitudes = read - _magnitudes;
        _spectrum = new MagnitudeSpectrum(length, _magnitudes);
        _cosines = new CosineTransform(Options.BandCount, _bands.PaddedBandCount, Options.CoefficientCount);
        int floats = (2 * (_half + SpectrumPadding)) + (2 * _transform.ScratchLength) + read + SumsLength + _bands.PaddedBandCount + _cosines.PaddedCoefficientCount;
        _scratchBytes = (length * sizeof(short)) + (floats * sizeof(float)) + AlignedFloats.Alignment;
    }

    /// <summary>The front end.</summary>
    public FingerprintOptions Options { get; }

    /// <summary>Values of one fingerprint, frames x coefficients: 300 with the default options.</summary>
    public int FingerprintLength { get; }

    /// <summary>The fingerprint of a clip.</summary>
    /// <param name="samples">Sound at the sample rate of the options; a clip that is too short counts as followed by silence, and what is too much is not looked at.</param>
    /// <param name="fingerprint">Receives frames x coefficients values in [-32, 31], time-major.</param>
    /// <exception cref="ArgumentException">The fingerprint has the wrong length.</exception>
    public void Extract(ReadOnlySpan<short> samples, Span<sbyte> fingerprint)
    {
        if (fingerprint.Length != FingerprintLength)
        {
            throw new ArgumentException($"room for {fingerprint.Length} values, expected the {FingerprintLength} of one fingerprint", nameof(fingerprint));
        }

        int coefficients = Options.CoefficientCount;
        for (int frame = 0; frame < Options.FrameCount; frame++)
        {
            ReadOnlySpan<short> rest = samples[(int)Math.Min((long)frame * Options.HopLength, samples.Length)..];
            ComputeFrame(rest[..Math.Min(rest.Length, Options.WindowLength)], fingerprint.Slice(frame * coefficients, coefficients));
        }
    }

    /// <summary>The coefficients of one frame.</summary>
    /// <param name="window">At most a window of sound; a shorter one counts as followed by silence.</param>
    /// <param name="frame">Receives the coefficients, values in [-32, 31].</param>
    /// <exception cref="ArgumentException">There are too many samples, or the frame has the wrong length.</exception>
    public void ExtractFrame(ReadOnlySpan<short> window, Span<sbyte> frame)
    {
        if (window.Length > Options.WindowLength)
        {
            throw new ArgumentException($"{window.Length} samples, expected at most the {Options.WindowLength} of one window", nameof(window));
        }

        if (frame.Length != Options.CoefficientCount)
        {
            throw new ArgumentException($"room for {frame.Length} values, expected the {Options.CoefficientCount} of one frame", nameof(frame));
        }

        ComputeFrame(window, frame);
    }

    [SkipLocalsInit]
    private void ComputeFrame(ReadOnlySpan<short> window, Span<sbyte> frame)
    {
        byte* scratch = stackalloc byte[_scratchBytes];
        var samples = (short*)AlignedFloats.Align(scratch);
        var re = (float*)(samples + (2 * _half));
        float* im = re + _half + SpectrumPadding;
        float* first = im + _half + SpectrumPadding;
        float* second = first + _transform.ScratchLength;
        float* magnitudes = second + _transform.ScratchLength;
        float* sums = magnitudes + _magnitudes + _unusedMagnitudes;
        float* logarithms = sums + SumsLength;
        var coefficients = (int*)(logarithms + _bands.PaddedBandCount);

        var padded = new Span<short>(samples, 2 * _half);
        window.CopyTo(padded);
        padded[window.Length..].Clear();
        _transform.Run(samples, re, im, first, second);
        re[_half] = re[0];
        im[_half] = im[0];
        _spectrum.Run(re, im, magnitudes);
        new Span<float>(magnitudes + _magnitudes, _unusedMagnitudes).Clear();
        _bands.Run(magnitudes, logarithms, sums);
        _cosines.Run(logarithms, coefficients);
        for (int i = 0; i < frame.Length; i++)
        {
            frame[i] = (sbyte)coefficients[i];
        }
    }

    /// <summary>A periodic Hann window for samples of 16 bits, times 1/2 for <see cref="MagnitudeSpectrum"/>.</summary>
    private static double[] Window(int length) =>
        [.. Enumerable.Range(0, length).Select(i => 0.5 / 32768 * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / length))))];
}
