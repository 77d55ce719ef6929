using Kws.Model;
using Kws.Reference.FrontEnds;

namespace Kws.Reference;

/// <summary>
/// The integer front end, computed the way docs/explain/integer-front-end.md reads: one step after the other, plain loops. The extractor of
/// Kws.Audio must give exactly these integers.
/// </summary>
/// <remarks>Every value has at most 32 bits: sums and products are checked, and none overflows. Safe for concurrent callers.</remarks>
public sealed class ReferenceFrontEnd
{
    private readonly IntegerTables _tables;

    /// <summary>Makes a front end.</summary>
    /// <param name="frontEnd">The settings, with <see cref="FrontEndArithmetic.Integers"/>.</param>
    /// <exception cref="ArgumentException">The arithmetic is another one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting lies outside its range.</exception>
    public ReferenceFrontEnd(FrontEnd frontEnd)
    {
        ArgumentNullException.ThrowIfNull(frontEnd);
        frontEnd.Check();
        if (frontEnd.Arithmetic != FrontEndArithmetic.Integers)
        {
            throw new ArgumentException($"arithmetic {frontEnd.Arithmetic}, expected {FrontEndArithmetic.Integers}", nameof(frontEnd));
        }

        FrontEnd = frontEnd;
        _tables = new IntegerTables(frontEnd);
    }

    /// <summary>The settings.</summary>
    public FrontEnd FrontEnd { get; }

    /// <summary>The fingerprint of a clip, frames x coefficients, time-major.</summary>
    /// <param name="samples">
    /// Sound at the sample rate of the front end; a clip that is too short counts as followed by silence, and what is too much is not
    /// looked at.
    /// </param>
    public sbyte[] Extract(ReadOnlySpan<short> samples)
    {
        var fingerprint = new List<sbyte>();
        for (int frame = 0; frame < FrontEnd.FrameCount; frame++)
        {
            ReadOnlySpan<short> rest = samples[(int)Math.Min((long)frame * FrontEnd.HopLength, samples.Length)..];
            fingerprint.AddRange(Trace(rest[..Math.Min(rest.Length, FrontEnd.WindowLength)]).Coefficients);
        }

        return [.. fingerprint];
    }

    /// <summary>Every step of one frame.</summary>
    /// <param name="window">At most a window of sound; a shorter one counts as followed by silence.</param>
    /// <exception cref="ArgumentException">There are more samples than a window has.</exception>
    public FrontEndTrace Trace(ReadOnlySpan<short> window)
    {
        if (window.Length > FrontEnd.WindowLength)
        {
            throw new ArgumentException(
                $"{window.Length} samples, expected at most the {FrontEnd.WindowLength} of one window", nameof(window));
        }

        (int[] windowed, int exponent) = WindowedSamples.Of(window, _tables);
        int[] re = [.. windowed.Where((_, n) => n % 2 == 0)];
        int[] im = [.. windowed.Where((_, n) => n % 2 == 1)];
        ComplexTransform.Run(re, im, ref exponent, _tables);
        RealSpectrum.Run(re, im, ref exponent, _tables);
        int[] magnitudes = [.. re.Zip(im, Magnitudes.Of)];
        int[] sums = [.. Enumerable.Range(0, FrontEnd.BandCount).Select(band => BandSums.Of(magnitudes, band, _tables))];
        int[] logarithms = [.. sums.Select(sum => Logarithm.Of(sum, exponent, _tables))];
        sbyte[] coefficients = [.. Enumerable.Range(0, FrontEnd.CoefficientCount)
            .Select(coefficient => CosineTransform.Of(logarithms, coefficient, _tables, FrontEnd))];
        return new FrontEndTrace(windowed, re, im, exponent, magnitudes, sums, logarithms, coefficients);
    }
}
