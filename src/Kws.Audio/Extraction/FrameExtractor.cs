using System.Runtime.Intrinsics.X86;
using Kws.Audio.Extraction.Integers;
using Kws.Model;

namespace Kws.Audio.Extraction;

/// <summary>One window of sound to the coefficients of one frame, with the vectors that the processor has.</summary>
internal abstract class FrameExtractor
{
    /// <summary>Makes the one for this processor.</summary>
    public static FrameExtractor Create(FrontEnd frontEnd) => frontEnd.Arithmetic switch
    {
        FrontEndArithmetic.Integers when Avx2.IsSupported => new IntegerFrameExtractor<IntegerLanes8, Vector256<short>>(frontEnd),
        FrontEndArithmetic.Integers => new IntegerFrameExtractor<IntegerLanes4, Vector128<short>>(frontEnd),
        _ when Avx.IsSupported => new FrameExtractor<Lanes8, Vector256<float>>(frontEnd),
        _ => new FrameExtractor<Lanes4, Vector128<float>>(frontEnd),
    };

    /// <param name="window">At most a window of samples; what is missing is silence.</param>
    /// <param name="frame">Receives the coefficients.</param>
    public abstract void Run(ReadOnlySpan<short> window, Span<sbyte> frame);
}

/// <inheritdoc/>
/// <typeparam name="TLanes">Operations on vectors.</typeparam>
/// <typeparam name="TVector">The vectors.</typeparam>
internal sealed unsafe class FrameExtractor<TLanes, TVector> : FrameExtractor
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    private readonly Spectrum<TLanes, TVector> _spectrum;
    private readonly MelFilterBank<TLanes, TVector> _bands;
    private readonly CosineTransform<TLanes, TVector> _cosines;
    private readonly int _length;
    private readonly int _magnitudes;
    private readonly int _scratchBytes;

    public FrameExtractor(FrontEnd frontEnd)
    {
        _length = MelTriangles.TransformLength(frontEnd);
        _bands = new MelFilterBank<TLanes, TVector>(frontEnd);
        _magnitudes = Math.Min(_bands.MagnitudeCount, _length / 2);
        _spectrum = new Spectrum<TLanes, TVector>(_length, Window(frontEnd.WindowLength), _magnitudes);
        _cosines = new CosineTransform<TLanes, TVector>(frontEnd, _bands.PaddedBandCount);
        int floats = _spectrum.ScratchLength + _bands.MagnitudeCount + MelFilterBank<TLanes, TVector>.SumsLength
            + _bands.PaddedBandCount + _cosines.PaddedCoefficientCount;
        _scratchBytes = (_length * sizeof(short)) + (floats * sizeof(float)) + CacheLine.Length;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<short> window, Span<sbyte> frame)
    {
        // The parts that are read in whole cache lines come first.
        byte* start = stackalloc byte[_scratchBytes];
        var samples = (short*)CacheLine.Align(start);
        var spectrum = (float*)(samples + _length);
        float* sums = spectrum + _spectrum.ScratchLength;
        float* magnitudes = sums + MelFilterBank<TLanes, TVector>.SumsLength;
        float* logarithms = magnitudes + _bands.MagnitudeCount;
        var coefficients = (int*)(logarithms + _bands.PaddedBandCount);

        var padded = new Span<short>(samples, _length);
        window.CopyTo(padded);
        padded[window.Length..].Clear();
        _spectrum.Run(samples, magnitudes, spectrum);
        new Span<float>(magnitudes + _magnitudes, _bands.MagnitudeCount - _magnitudes).Clear();
        _bands.Run(magnitudes, logarithms, sums);
        _cosines.Run(logarithms, coefficients);
        for (int i = 0; i < frame.Length; i++)
        {
            frame[i] = (sbyte)coefficients[i];
        }

        // Addresses of tables do not keep what they point to.
        GC.KeepAlive(this);
    }

    /// <summary>A periodic Hann window for samples of 16 bits, times 1/2, which the magnitudes need.</summary>
    private static double[] Window(int length) =>
        [.. Enumerable.Range(0, length).Select(i => 0.5 / 32768 * (0.5 - (0.5 * double.CosPi(2.0 * i / length))))];
}
