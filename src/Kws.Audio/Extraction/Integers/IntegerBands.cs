using System.Numerics;
using Kws.Model;

namespace Kws.Audio.Extraction.Integers;

/// <summary>Sums of magnitudes under the triangles of the bands, and their logarithms to base 2.</summary>
internal sealed unsafe class IntegerBands<TLanes, TVector>
    where TLanes : IIntegerLanes<TVector>
    where TVector : unmanaged
{
    private const int PlaceBits = 15;
    private const int MantissaBits = 31;
    private const int IndexShift = MantissaBits - IntegerTables.LogarithmIndexBits;
    private const int FractionShift = IntegerTables.UnitBits - IntegerTables.LogarithmBits;

    private readonly IntegerTables _tables;
    private readonly int[] _first;
    private readonly int[] _steps;
    private readonly AlignedArray<short> _weights;

    public IntegerBands(IntegerTables tables)
    {
        int width = 2 * TLanes.Pairs;
        _tables = tables;
        _first = [.. tables.Bands.Select(band => band.First)];
        _steps = [.. tables.Bands.Select(band => (band.Weights.Length + width - 1) / width)];
        _weights = new AlignedArray<short>(_steps.Sum() * width);
        short* weights = _weights.Address;
        for (int band = 0; band < _steps.Length; band++)
        {
            // What fills up the last vector stays 0.
            tables.Bands[band].Weights.CopyTo(new Span<short>(weights, _steps[band] * width));
            weights += _steps[band] * width;
        }

        MagnitudeCount = tables.Bands.Max(band => band.First + band.Weights.Length);
        PaddedMagnitudeCount = _first.Zip(_steps, (first, steps) => first + (steps * width)).Max();
    }

    /// <summary>Magnitudes that meet weights, from that of frequency 0.</summary>
    public int MagnitudeCount { get; }

    /// <summary>Magnitudes that are read; those beyond <see cref="MagnitudeCount"/> meet weights of 0.</summary>
    public int PaddedMagnitudeCount { get; }

    /// <param name="magnitudes">Magnitudes of the spectrum.</param>
    /// <param name="exponent">The exponent of the spectrum.</param>
    /// <param name="logarithms">Receives the logarithms, one a band.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(short* magnitudes, int exponent, short* logarithms)
    {
        int width = 2 * TLanes.Pairs;
        short* weights = _weights.Address;
        int scale = exponent - _tables.FullScale;
        ReadOnlySpan<ushort> table = _tables.Log2;
        for (int band = 0; band < _steps.Length; band++)
        {
            TVector sums = default;
            short* from = magnitudes + _first[band];
            for (int step = 0; step < _steps[band]; step++)
            {
                sums = TLanes.Add32(sums, TLanes.MultiplyPairs(TLanes.Load(from), TLanes.Load(weights)));
                from += width;
                weights += width;
            }

            logarithms[band] = (short)Logarithm(TLanes.Sum32(sums), scale, table);
        }
    }

    /// <summary>log2 with 9 fraction bits, by the table and a line between two of its entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Logarithm(int sum, int scale, ReadOnlySpan<ushort> table)
    {
        uint value = (uint)Math.Max(sum, 1);
        int power = BitOperations.Log2(value);
        uint mantissa = value << (MantissaBits - power);
        int index = (int)(mantissa >> IndexShift) & ((1 << IntegerTables.LogarithmIndexBits) - 1);
        int place = (int)(mantissa >> (IndexShift - PlaceBits)) & ((1 << PlaceBits) - 1);
        int fraction = table[index] + ((((table[index + 1] - table[index]) * place) + (1 << (PlaceBits - 1))) >> PlaceBits);
        return ((power + scale) << IntegerTables.LogarithmBits) + ((fraction + (1 << (FractionShift - 1))) >> FractionShift);
    }
}
