namespace Kws.Audio.FrontEnd;

/// <summary>Magnitudes of the spectrum of N real samples from the transform Z of the M = N / 2 complex numbers that they were taken as.</summary>
/// <remarks>
/// With E the transform of the even samples and O that of the odd ones, Z = E + i O, and both are real signals, so that
/// <code>
/// 2 E[k] = Z[k] + conj Z[M - k],  2 O[k] = -i (Z[k] - conj Z[M - k]),  X[k] = E[k] + exp(-2 pi i k / N) O[k].
/// </code>
/// The window brings the factor 1/2.
/// </remarks>
internal sealed unsafe class MagnitudeSpectrum
{
    private readonly int _half;
    private readonly int _vectors;
    private readonly AlignedFloats _turns;

    /// <param name="length">The samples N.</param>
    /// <param name="count">Magnitudes wanted, from that of frequency 0: a multiple of eight, at most M.</param>
    public MagnitudeSpectrum(int length, int count)
    {
        _half = length / 2;
        _vectors = count / 8;
        _turns = new AlignedFloats(2 * count);
        for (int k = 0; k < count; k++)
        {
            (double sin, double cos) = Math.SinCos(-2 * Math.PI * k / length);
            _turns.Address[(k / 8 * 16) + (k % 8)] = (float)cos;
            _turns.Address[(k / 8 * 16) + 8 + (k % 8)] = (float)sin;
        }
    }

    /// <param name="re">Real parts of Z[0] to Z[M], where Z[M] = Z[0].</param>
    /// <param name="im">Imaginary parts.</param>
    /// <param name="magnitudes">Receives the magnitudes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* re, float* im, float* magnitudes)
    {
        float* turns = _turns.Address;
        float* mirroredRe = re + _half - 7;
        float* mirroredIm = im + _half - 7;
        for (int v = 0; v < _vectors; v++)
        {
            var z = new ComplexVector(Vector256.LoadAligned(re), Vector256.LoadAligned(im));
            Vector256<float> otherRe = Reverse(Vector256.Load(mirroredRe));
            Vector256<float> otherIm = Reverse(Vector256.Load(mirroredIm));
            var even = new ComplexVector(z.Re + otherRe, z.Im - otherIm);
            var odd = new ComplexVector(z.Im + otherIm, otherRe - z.Re);
            ComplexVector x = even + (odd * ComplexVector.Load(turns));
            Vector256.Sqrt((x.Re * x.Re) + (x.Im * x.Im)).StoreAligned(magnitudes);
            re += 8;
            im += 8;
            mirroredRe -= 8;
            mirroredIm -= 8;
            turns += 16;
            magnitudes += 8;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Reverse(Vector256<float> vector) => Vector256.Shuffle(vector, Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0));
}
