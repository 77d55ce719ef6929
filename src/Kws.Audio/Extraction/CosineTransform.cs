using Kws.Model;

namespace Kws.Audio.Extraction;

/// <summary>Cepstral coefficients from the logarithms of the bands: the first values of a DCT-II, scaled, rounded and clamped.</summary>
/// <remarks>
/// c[j] = 2^f sqrt(2 / B) * sum over b of log[b] cos(pi j (b + 1/2) / B) with f bits behind the binary point. Eight coefficients stand
/// side by side; their sums are kept in four parts, so that no addition waits for the one before it.
/// </remarks>
internal sealed unsafe class CosineTransform<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    private const int Lanes = 8;

    private readonly int _paddedBands;
    private readonly AlignedArray<float> _cosines;
    private readonly float _least;
    private readonly float _greatest;
    private readonly bool _isAway;

    /// <param name="frontEnd">The settings.</param>
    /// <param name="paddedBands">Its bands with those that fill up a multiple of four; they do not count.</param>
    public CosineTransform(FrontEnd frontEnd, int paddedBands)
    {
        (int bands, int coefficients) = (frontEnd.BandCount, frontEnd.CoefficientCount);
        (_least, _greatest) = (frontEnd.LeastValue, frontEnd.GreatestValue);
        _isAway = frontEnd.Rounding == MidpointRounding.AwayFromZero;
        _paddedBands = paddedBands;
        PaddedCoefficientCount = (coefficients + Lanes - 1) / Lanes * Lanes;
        _cosines = new AlignedArray<float>(paddedBands * PaddedCoefficientCount);
        for (int coefficient = 0; coefficient < coefficients; coefficient++)
        {
            for (int band = 0; band < bands; band++)
            {
                double cosine = (1 << frontEnd.FractionBits) * Math.Sqrt(2.0 / bands) * double.CosPi(coefficient * (band + 0.5) / bands);
                _cosines.Address[(((coefficient / Lanes * paddedBands) + band) * Lanes) + (coefficient % Lanes)] = (float)cosine;
            }
        }
    }

    /// <summary>Coefficients, with those that fill up a vector.</summary>
    public int PaddedCoefficientCount { get; }

    /// <param name="logarithms">The logarithms of all bands.</param>
    /// <param name="coefficients">
    /// Receives <see cref="PaddedCoefficientCount"/> integers, rounded to nearest and clamped to the bits of a value.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* logarithms, int* coefficients)
    {
        for (int i = 0; i < PaddedCoefficientCount; i += TLanes.Count)
        {
            float* cosines = _cosines.Address + (i / Lanes * _paddedBands * Lanes) + (i % Lanes);
            TVector s0 = default, s1 = default, s2 = default, s3 = default;
            for (int band = 0; band < _paddedBands; band += 4)
            {
                s0 = TLanes.Add(s0, TLanes.Multiply(TLanes.Broadcast(logarithms[band]), TLanes.Load(cosines)));
                s1 = TLanes.Add(s1, TLanes.Multiply(TLanes.Broadcast(logarithms[band + 1]), TLanes.Load(cosines + Lanes)));
                s2 = TLanes.Add(s2, TLanes.Multiply(TLanes.Broadcast(logarithms[band + 2]), TLanes.Load(cosines + (2 * Lanes))));
                s3 = TLanes.Add(s3, TLanes.Multiply(TLanes.Broadcast(logarithms[band + 3]), TLanes.Load(cosines + (3 * Lanes))));
                cosines += 4 * Lanes;
            }

            TVector sum = TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3));
            TVector clamped = TLanes.Min(TLanes.Max(sum, TLanes.Broadcast(_least)), TLanes.Broadcast(_greatest));
            if (_isAway)
            {
                TLanes.StoreRoundedAway(clamped, coefficients + i);
            }
            else
            {
                TLanes.StoreRounded(clamped, coefficients + i);
            }
        }
    }
}
