namespace Kws.Audio.Extraction;

/// <summary>Magnitudes of the spectrum of N windowed samples, a power of two from 128 to 4096.</summary>
/// <remarks>
/// The samples are taken as M = N / 2 complex numbers z[n] = x[2 n] + i x[2 n + 1], whose transform Z tells that of the samples
/// (<c>Spectrum.Magnitudes.cs</c>). Lane l of row v holds z[8 v + l]. With n = 8 v + l and M = 8 R,
/// <code>
/// Z[k + R j] = sum over l of exp(-2 pi i l j / 8) exp(-2 pi i l k / M) (sum over v of z[8 v + l] exp(-2 pi i v k / R))
/// </code>
/// The inner sum is a transform of R rows in which no lane meets another one (<c>Spectrum.Rows.cs</c>), the outer one a transform of eight
/// lanes (<c>Spectrum.Lanes.cs</c>). A row is a cache line: eight real parts, then eight imaginary ones. Vectors of four numbers are the
/// halves of it.
/// </remarks>
/// <typeparam name="TLanes">Operations on vectors.</typeparam>
/// <typeparam name="TVector">The vectors.</typeparam>
internal sealed unsafe partial class Spectrum<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    private const int Lanes = 8;

    /// <summary>Numbers of a row.</summary>
    private const int Row = 2 * Lanes;

    /// <summary>Behind the parts of Z: Z[M] = Z[0], which closes the circle, and what keeps the next part aligned.</summary>
    private const int Padding = 16;

    private readonly int _half;
    private readonly int _rows;

    /// <param name="length">The samples N.</param>
    /// <param name="window">Factors for the first samples; those of all others are 0.</param>
    /// <param name="magnitudeCount">Magnitudes wanted, from that of frequency 0: a multiple of eight, at most M.</param>
    public Spectrum(int length, ReadOnlySpan<double> window, int magnitudeCount)
    {
        _half = length / 2;
        _rows = _half / Lanes;
        _window = CreateWindow(length, window);
        _firstTurns = CreateTurns(_rows, radix: 8);
        _middleTurns = CreateTurns(_rows / 8, radix: 4);
        _laneTurns = CreateLaneTurns();
        _magnitudeCount = magnitudeCount;
        _magnitudeTurns = CreateMagnitudeTurns();
    }

    /// <summary>Numbers of the scratch.</summary>
    public int ScratchLength => 2 * ((_rows * Row) + _half + Padding);

    /// <param name="samples">N samples, aligned to a cache line.</param>
    /// <param name="magnitudes">Receives the magnitudes; aligned.</param>
    /// <param name="scratch">Aligned.</param>
    public void Run(short* samples, float* magnitudes, float* scratch)
    {
        float* first = scratch;
        float* second = first + (_rows * Row);
        float* re = second + (_rows * Row);
        float* im = re + _half + Padding;
        FirstPass(samples, first);
        int rest = _rows / 8;
        if (rest > 8)
        {
            MiddlePass(first, second, rest);
            LastPass(second, first, rest / 4);
            AcrossLanes(first, re, im);
        }
        else
        {
            LastPass(first, second, rest);
            AcrossLanes(second, re, im);
        }

        re[_half] = re[0];
        im[_half] = im[0];
        Magnitudes(re, im, magnitudes);
    }

    /// <summary>exp(-2 pi i step / length), the imaginary part as many numbers behind the real one as said.</summary>
    /// <remarks>
    /// Sines of multiples of pi are the framework's own code; those of angles are the platform's, and differ in last places.
    /// </remarks>
    private static void SetTurn(float* turn, int distance, int step, int length)
    {
        (double sin, double cos) = double.SinCosPi(-2.0 * step / length);
        turn[0] = (float)cos;
        turn[distance] = (float)sin;
    }
}
