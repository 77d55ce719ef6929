using Kws.Model;

namespace Kws.Audio.Extraction.Integers;

/// <summary>
/// Cepstral coefficients from the logarithms of the bands, as many side by side as a vector has pairs: two bands at a time.
/// </summary>
internal sealed unsafe class IntegerCosines<TLanes, TVector>
    where TLanes : IIntegerLanes<TVector>
    where TVector : unmanaged
{
    private readonly int _pairs;
    private readonly int _shift;
    private readonly int _least;
    private readonly int _greatest;
    private readonly AlignedArray<short> _cosines;

    public IntegerCosines(FrontEnd frontEnd, IntegerTables tables)
    {
        int bands = frontEnd.BandCount;
        _pairs = (bands + 1) / 2;
        _shift = tables.CosineBits + IntegerTables.LogarithmBits;
        (_least, _greatest) = (frontEnd.LeastValue, frontEnd.GreatestValue);
        PaddedCoefficientCount = (frontEnd.CoefficientCount + TLanes.Pairs - 1) / TLanes.Pairs * TLanes.Pairs;
        _cosines = new AlignedArray<short>(2 * _pairs * PaddedCoefficientCount);
        for (int coefficient = 0; coefficient < frontEnd.CoefficientCount; coefficient++)
        {
            for (int band = 0; band < bands; band++)
            {
                int pair = (coefficient / TLanes.Pairs * _pairs) + (band / 2);
                int place = (pair * TLanes.Pairs) + (coefficient % TLanes.Pairs);
                _cosines.Address[(2 * place) + (band % 2)] = tables.Cosines[coefficient][band];
            }
        }
    }

    /// <summary>Bands, with one of 0 if their number is odd.</summary>
    public int PaddedBandCount => 2 * _pairs;

    /// <summary>Coefficients, with those that fill up a vector.</summary>
    public int PaddedCoefficientCount { get; }

    /// <param name="logarithms">The logarithms of all bands, with what fills up a pair.</param>
    /// <param name="coefficients">Room for <see cref="PaddedCoefficientCount"/> numbers of 32 bits.</param>
    /// <param name="frame">Receives the coefficients.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(short* logarithms, int* coefficients, Span<sbyte> frame)
    {
        TVector half = TLanes.Broadcast(1 << (_shift - 1));
        short* cosines = _cosines.Address;
        for (int i = 0; i < PaddedCoefficientCount; i += TLanes.Pairs)
        {
            TVector sum = half;
            for (int pair = 0; pair < _pairs; pair++)
            {
                sum = TLanes.Add32(sum, TLanes.MultiplyPairs(TLanes.Broadcast(((int*)logarithms)[pair]), TLanes.Load(cosines)));
                cosines += 2 * TLanes.Pairs;
            }

            TLanes.Store(TLanes.ShiftRight32(sum, _shift), (short*)(coefficients + i));
        }

        for (int i = 0; i < frame.Length; i++)
        {
            frame[i] = (sbyte)Math.Clamp(coefficients[i], _least, _greatest);
        }
    }
}
