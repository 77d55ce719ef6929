using Kws.Model;

namespace Kws.Audio.Extraction.Integers;

/// <summary>The Fourier transform of M complex numbers of 16 bits in block floating point.</summary>
/// <remarks>
/// Radix 2, decimation in time, in Stockham's order. After stages that leave transforms of length L there are L x M/L numbers: row k holds
/// number k of the transforms of every (M/L)th input from j on, for all j. While rows are longer than a vector, j lies along the vectors,
/// and a stage takes the halves of row k to rows k and k + L. Then the matrix is transposed: k lies along the vectors, and a stage takes
/// rows j and j + J/2 to one of twice the length. The roundings are those of the plain order, and so are the shifts, which depend on the
/// largest number of the whole block alone.
/// </remarks>
internal sealed unsafe partial class IntegerTransform<TLanes, TVector>
    where TLanes : IIntegerLanes<TVector>
    where TVector : unmanaged
{
    private readonly int _length;
    private readonly int _limit;
    private readonly AlignedArray<short> _turns;
    private readonly AlignedArray<short> _otherTurns;

    public IntegerTransform(IntegerTables tables)
    {
        _length = tables.TransformLength / 2;
        _limit = tables.Limit;
        _turns = new AlignedArray<short>(2 * _length);
        _otherTurns = new AlignedArray<short>(2 * _length);

        // The stage that makes transforms of length 2 L has its L turns from L on.
        for (int half = 1; half < _length; half *= 2)
        {
            for (int k = 0; k < half; k++)
            {
                int turn = k * (_length / half);
                (short re, short im) = (tables.TurnRe[turn], tables.TurnIm[turn]);
                short* turns = _turns.Address + (2 * (half + k));
                short* others = _otherTurns.Address + (2 * (half + k));
                (turns[0], turns[1], others[0], others[1]) = (re, (short)-im, im, re);
            }
        }
    }

    /// <summary>The least shift with which a magnitude lies within the limit: 0 to 2.</summary>
    public static int ShiftFor(int largest, int limit) => largest <= limit ? 0 : largest <= 2 * limit ? 1 : 2;

    /// <param name="numbers">M numbers; overwritten.</param>
    /// <param name="other">Room for as many.</param>
    /// <param name="largest">The largest magnitude of a part; receives that of the result.</param>
    /// <param name="exponent">Grows by the shifts.</param>
    /// <returns>Where the result is: <paramref name="numbers"/> or <paramref name="other"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public short* Run(short* numbers, short* other, ref int largest, ref int exponent)
    {
        int half = 1;
        short* from = numbers;
        short* to = other;
        for (; _length / (2 * half) >= TLanes.Pairs; half *= 2)
        {
            int shift = ShiftFor(largest, _limit);
            exponent += shift;
            largest = half == 1 ? FirstStage(from, to, shift) : StageAlongRows(from, to, half, shift);
            Swap(ref from, ref to);
        }

        // Rows of as many numbers as a vector holds, transposed by squares.
        for (int k = 0; k < half; k += TLanes.Pairs)
        {
            TLanes.Transpose(from + (2 * k * TLanes.Pairs), 2 * TLanes.Pairs, to + (2 * k), 2 * half);
        }

        Swap(ref from, ref to);
        for (; half < _length; half *= 2)
        {
            int shift = ShiftFor(largest, _limit);
            exponent += shift;
            largest = StageAcrossRows(from, to, half, shift);
            Swap(ref from, ref to);
        }

        return from;
    }

    private static void Swap(ref short* a, ref short* b)
    {
        short* was = a;
        a = b;
        b = was;
    }
}
