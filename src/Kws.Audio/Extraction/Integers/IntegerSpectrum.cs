using Kws.Model;

namespace Kws.Audio.Extraction.Integers;

/// <summary>From the transform Z of the complex numbers to the magnitudes of that of the samples, X.</summary>
/// <remarks>
/// 2 X[k] = Z[k] + conj Z[M - k] - i exp(-2 pi i k / N) (Z[k] - conj Z[M - k]). The factor -i is the turns'.
/// </remarks>
internal sealed unsafe class IntegerSpectrum<TLanes, TVector>
    where TLanes : IIntegerLanes<TVector>
    where TVector : unmanaged
{
    private const int HalfRounding = 1 << IntegerTables.UnitBits;

    private readonly int _half;
    private readonly int _limit;
    private readonly AlignedArray<short> _turns;
    private readonly AlignedArray<short> _otherTurns;

    /// <param name="tables">The turns.</param>
    /// <param name="magnitudeCount">Magnitudes that are read, from that of frequency 0.</param>
    public IntegerSpectrum(IntegerTables tables, int magnitudeCount)
    {
        _half = tables.TransformLength / 2;
        _limit = tables.Limit;
        MagnitudeCount = Math.Min(_half, (magnitudeCount + (2 * TLanes.Pairs) - 1) / (2 * TLanes.Pairs) * (2 * TLanes.Pairs));
        _turns = new AlignedArray<short>(2 * MagnitudeCount);
        _otherTurns = new AlignedArray<short>(2 * MagnitudeCount);
        for (int k = 0; k < MagnitudeCount; k++)
        {
            (short re, short im) = (tables.TurnRe[k], tables.TurnIm[k]);
            short* turns = _turns.Address + (2 * k);
            short* others = _otherTurns.Address + (2 * k);
            (turns[0], turns[1], others[0], others[1]) = (im, re, (short)-re, im);
        }
    }

    /// <summary>Magnitudes that are computed.</summary>
    public int MagnitudeCount { get; }

    /// <param name="numbers">Z[0] to Z[M - 1], and room for one more.</param>
    /// <param name="largest">The largest magnitude of a part of Z.</param>
    /// <param name="exponent">Grows by the shift.</param>
    /// <param name="magnitudes">Receives the magnitudes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(short* numbers, int largest, ref int exponent, short* magnitudes)
    {
        // Z[M] is Z[0].
        *(int*)(numbers + (2 * _half)) = *(int*)numbers;
        int shift = IntegerTransform<TLanes, TVector>.ShiftFor(largest, _limit);
        exponent += shift;
        TVector rounding = IntegerTransform<TLanes, TVector>.ShiftRounding(shift);
        for (int k = 0; k < MagnitudeCount; k += 2 * TLanes.Pairs)
        {
            TVector first = Magnitudes(numbers, k, rounding, shift);
            TVector second = Magnitudes(numbers, k + TLanes.Pairs, rounding, shift);
            TLanes.Store(TLanes.Narrow(first, second), magnitudes + k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Magnitudes(short* numbers, int k, TVector shiftRounding, int shift)
    {
        TVector z = IntegerTransform<TLanes, TVector>.Shifted(TLanes.Load(numbers + (2 * k)), shiftRounding, shift);

        // Z[M - k - lane], the last lane first; its conjugate is what changes sign in the upper halves.
        TVector mirrored = TLanes.ReversePairs(TLanes.Load(numbers + (2 * (_half - k - TLanes.Pairs + 1))));
        mirrored = IntegerTransform<TLanes, TVector>.Shifted(mirrored, shiftRounding, shift);
        TVector sum = TLanes.Add16(z, mirrored);
        TVector difference = TLanes.Subtract16(z, mirrored);
        TVector even = TLanes.Blend(sum, difference);
        TVector odd = TLanes.Blend(difference, sum);

        TVector rounding = TLanes.Broadcast(HalfRounding);
        TVector evenRe = TLanes.ShiftRight32(TLanes.ShiftLeft32(even, 16), 1);
        TVector evenIm = TLanes.ShiftRight32(TLanes.Blend(default, even), 1);
        TVector re = TLanes.MultiplyPairs(odd, TLanes.Load(_turns.Address + (2 * k)));
        TVector im = TLanes.MultiplyPairs(odd, TLanes.Load(_otherTurns.Address + (2 * k)));
        re = TLanes.Add32(TLanes.Add32(re, evenRe), rounding);
        im = TLanes.Add32(TLanes.Add32(im, evenIm), rounding);
        TVector x = TLanes.Blend(TLanes.ShiftRight32(re, 16), im);
        return Root(TLanes.MultiplyPairs(x, x));
    }

    /// <summary>Square roots, rounded to nearest.</summary>
    /// <remarks>
    /// The root by single precision may be one off. The right one has root^2 - root below the square and root^2 + root not below it, since
    /// (root +- 1/2)^2 = root^2 +- root + 1/4. A root of 0 would count as too large.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Root(TVector square)
    {
        TVector root = TLanes.SquareRoot32(square);
        TVector rest = TLanes.Subtract32(square, TLanes.MultiplyPairs(root, root));
        TVector isTooSmall = TLanes.GreaterThan32(rest, root);
        TVector isTooLarge = TLanes.GreaterThan32(TLanes.Broadcast(1), TLanes.Add32(rest, root));
        return TLanes.Max16(TLanes.Add32(TLanes.Subtract32(root, isTooSmall), isTooLarge), default);
    }
}
