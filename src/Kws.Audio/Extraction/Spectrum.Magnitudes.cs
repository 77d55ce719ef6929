namespace Kws.Audio.Extraction;

/// <content>
/// From the transform Z of the complex numbers to the magnitudes of that of the samples, X. With E the transform of the even samples and O
/// that of the odd ones, Z = E + i O, and both are of real numbers, so that
/// <code>
/// 2 E[k] = Z[k] + conj Z[M - k],  2 O[k] = -i (Z[k] - conj Z[M - k]),  X[k] = E[k] + exp(-2 pi i k / N) O[k].
/// </code>
/// The factor 1/2 is the window's.
/// </content>
internal sealed unsafe partial class Spectrum<TLanes, TVector>
{
    private readonly int _magnitudeCount;
    private readonly AlignedArray<float> _magnitudeTurns;

    /// <summary>exp(-2 pi i k / N), eight k a row.</summary>
    private AlignedArray<float> CreateMagnitudeTurns()
    {
        var turns = new AlignedArray<float>(2 * _magnitudeCount);
        for (int k = 0; k < _magnitudeCount; k++)
        {
            SetTurn(turns.Address + (k / Lanes * Row) + (k % Lanes), Lanes, k, 2 * _half);
        }

        return turns;
    }

    /// <param name="re">Real parts of Z[0] to Z[M].</param>
    /// <param name="im">Imaginary parts.</param>
    /// <param name="magnitudes">Receives the magnitudes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Magnitudes(float* re, float* im, float* magnitudes)
    {
        for (int k = 0; k < _magnitudeCount; k += TLanes.Count)
        {
            // Z[M - k - lane], the last lane first.
            int mirrored = _half - k - TLanes.Count + 1;
            TVector otherRe = TLanes.LoadReversed(re + mirrored);
            TVector otherIm = TLanes.LoadReversed(im + mirrored);
            var z = new Complex(TLanes.Load(re + k), TLanes.Load(im + k));
            var even = new Complex(TLanes.Add(z.Re, otherRe), TLanes.Subtract(z.Im, otherIm));
            var odd = new Complex(TLanes.Add(z.Im, otherIm), TLanes.Subtract(otherRe, z.Re));
            Complex x = even + (odd * Complex.Load(_magnitudeTurns.Address + (k / Lanes * Row) + (k % Lanes)));
            TLanes.Store(TLanes.Sqrt(TLanes.Add(TLanes.Multiply(x.Re, x.Re), TLanes.Multiply(x.Im, x.Im))), magnitudes + k);
        }
    }
}
