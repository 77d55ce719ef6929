using Kws.Model;

namespace Kws.Audio.Extraction.Integers;

/// <summary>The integer front end: docs/explain/integer-front-end.md has the steps, Kws.Reference the plain form.</summary>
/// <typeparam name="TLanes">Operations on vectors.</typeparam>
/// <typeparam name="TVector">The vectors.</typeparam>
internal sealed unsafe class IntegerFrameExtractor<TLanes, TVector> : FrameExtractor
    where TLanes : IIntegerLanes<TVector>
    where TVector : unmanaged
{
    private readonly int _length;
    private readonly IntegerWindow<TLanes, TVector> _window;
    private readonly IntegerTransform<TLanes, TVector> _transform;
    private readonly IntegerSpectrum<TLanes, TVector> _spectrum;
    private readonly IntegerBands<TLanes, TVector> _bands;
    private readonly IntegerCosines<TLanes, TVector> _cosines;
    private readonly int _magnitudes;
    private readonly int _scratchBytes;

    public IntegerFrameExtractor(FrontEnd frontEnd)
    {
        var tables = new IntegerTables(frontEnd);
        _length = tables.TransformLength;
        _window = new IntegerWindow<TLanes, TVector>(tables);
        _transform = new IntegerTransform<TLanes, TVector>(tables);
        _bands = new IntegerBands<TLanes, TVector>(tables);
        _spectrum = new IntegerSpectrum<TLanes, TVector>(tables, _bands.MagnitudeCount);
        _cosines = new IntegerCosines<TLanes, TVector>(frontEnd, tables);
        _magnitudes = Aligned(Math.Max(_bands.PaddedMagnitudeCount, _spectrum.MagnitudeCount));
        int shorts = (2 * Aligned(_length + 2)) + _magnitudes + Aligned(_cosines.PaddedBandCount);
        _scratchBytes = (shorts * sizeof(short)) + (_cosines.PaddedCoefficientCount * sizeof(int)) + CacheLine.Length;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<short> window, Span<sbyte> frame)
    {
        byte* start = stackalloc byte[_scratchBytes];
        var samples = (short*)CacheLine.Align(start);
        short* other = samples + Aligned(_length + 2);
        short* magnitudes = other + Aligned(_length + 2);
        short* logarithms = magnitudes + _magnitudes;
        var coefficients = (int*)(logarithms + Aligned(_cosines.PaddedBandCount));

        var padded = new Span<short>(samples, _length);
        window.CopyTo(padded);
        padded[window.Length..].Clear();
        logarithms[_cosines.PaddedBandCount - 1] = 0;
        int largest = _window.Run(samples, out int exponent);
        short* spectrum = _transform.Run(samples, other, ref largest, ref exponent);
        _spectrum.Run(spectrum, largest, ref exponent, magnitudes);
        _bands.Run(magnitudes, exponent, logarithms);
        _cosines.Run(logarithms, coefficients, frame);

        // Addresses of tables do not keep what they point to.
        GC.KeepAlive(this);
    }

    /// <summary>Numbers of 16 bits that fill cache lines.</summary>
    private static int Aligned(int count)
    {
        const int Line = CacheLine.Length / sizeof(short);
        return (count + Line - 1) / Line * Line;
    }
}
