using Kws.Model;

namespace Kws.Audio.Extraction.Integers;

/// <content>The stages. Each takes numbers a and b, shifted, to a + b w and a - b w, and gives the largest magnitude of a part.</content>
internal sealed unsafe partial class IntegerTransform<TLanes, TVector>
{
    /// <summary>Transforms of length 2: w is 1.</summary>
    /// <remarks>Windowed samples are so large that what rounds a shift might overflow: all but one bit of it comes first.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FirstStage(short* from, short* to, int shift)
    {
        int half = _length / 2;
        int first = Math.Max(shift - 1, 0);
        int last = shift - first;
        TVector rounding = TLanes.Broadcast(last * 0x10001);
        TVector largest = default;
        for (int j = 0; j < half; j += TLanes.Pairs)
        {
            TVector a = TLanes.ShiftRight16(TLanes.Load(from + (2 * j)), first);
            TVector b = TLanes.ShiftRight16(TLanes.Load(from + (2 * (j + half))), first);
            a = TLanes.ShiftRight16(TLanes.Add16(a, rounding), last);
            b = TLanes.ShiftRight16(TLanes.Add16(b, rounding), last);
            Butterfly(a, b, to + (2 * j), to + (2 * (j + half)), ref largest);
        }

        return TLanes.Largest16(largest);
    }

    /// <summary>j along the vectors, a turn for every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int StageAlongRows(short* from, short* sums, int rows, int shift)
    {
        // The second half of row k follows the first, and row k + 1 follows that.
        short* differences = sums + _length;
        int half = _length / (2 * rows);
        var turns = (int*)_turns.Address + rows;
        var others = (int*)_otherTurns.Address + rows;
        TVector shiftRounding = ShiftRounding(shift);
        TVector largest = default;
        for (int k = 0; k < rows; k++)
        {
            TVector turn = TLanes.Broadcast(turns[k]);
            TVector other = TLanes.Broadcast(others[k]);
            short* second = from + (2 * half);
            for (short* end = second; from < end; from += 2 * TLanes.Pairs)
            {
                TVector a = Shifted(TLanes.Load(from), shiftRounding, shift);
                TVector b = Shifted(TLanes.Load(second), shiftRounding, shift);
                Butterfly(a, Turned(b, turn, other), sums, differences, ref largest);
                second += 2 * TLanes.Pairs;
                sums += 2 * TLanes.Pairs;
                differences += 2 * TLanes.Pairs;
            }

            from = second;
        }

        return TLanes.Largest16(largest);
    }

    /// <summary>k along the vectors, the same turns for every pair of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int StageAcrossRows(short* from, short* sums, int length, int shift)
    {
        // Row j + half belongs to row j; their differences follow their sums, and the next sums follow those.
        int half = _length / (2 * length);
        short* second = from + _length;
        short* turns = _turns.Address + (2 * length);
        short* others = _otherTurns.Address + (2 * length);
        TVector shiftRounding = ShiftRounding(shift);
        TVector largest = default;
        for (int j = 0; j < half; j++)
        {
            short* turn = turns;
            short* other = others;
            short* differences = sums + (2 * length);
            for (short* end = differences; sums < end; sums += 2 * TLanes.Pairs)
            {
                TVector a = Shifted(TLanes.Load(from), shiftRounding, shift);
                TVector b = Shifted(TLanes.Load(second), shiftRounding, shift);
                Butterfly(a, Turned(b, TLanes.Load(turn), TLanes.Load(other)), sums, differences, ref largest);
                from += 2 * TLanes.Pairs;
                second += 2 * TLanes.Pairs;
                turn += 2 * TLanes.Pairs;
                other += 2 * TLanes.Pairs;
                differences += 2 * TLanes.Pairs;
            }

            sums = differences;
        }

        return TLanes.Largest16(largest);
    }

    /// <summary>The halves that are added before a shift of both numbers of a pair, so that it rounds.</summary>
    public static TVector ShiftRounding(int shift) => TLanes.Broadcast(((1 << shift) >> 1) * 0x10001);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Shifted(TVector numbers, TVector rounding, int shift) =>
        TLanes.ShiftRight16(TLanes.Add16(numbers, rounding), shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(TVector a, TVector b, short* sums, short* differences, ref TVector largest)
    {
        TVector sum = TLanes.Add16(a, b);
        TVector difference = TLanes.Subtract16(a, b);
        TLanes.Store(sum, sums);
        TLanes.Store(difference, differences);
        largest = TLanes.Max16(largest, TLanes.Max16(TLanes.Abs16(sum), TLanes.Abs16(difference)));
    }

    /// <summary>b w, rounded at 15 bits.</summary>
    /// <param name="b">Numbers.</param>
    /// <param name="turns">Pairs w.re, -w.im, whose products with b add up to the real part.</param>
    /// <param name="others">Pairs w.im, w.re, for the imaginary part.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Turned(TVector b, TVector turns, TVector others)
    {
        TVector rounding = TLanes.Broadcast(1 << (IntegerTables.UnitBits - 1));
        TVector re = TLanes.Add32(TLanes.MultiplyPairs(b, turns), rounding);
        TVector im = TLanes.Add32(TLanes.MultiplyPairs(b, others), rounding);

        // Bits 15 to 30 of both: the real ones go down to the lower half, the imaginary ones up to the upper half.
        return TLanes.Blend(TLanes.ShiftRight32(re, IntegerTables.UnitBits), TLanes.ShiftLeft32(im, 16 - IntegerTables.UnitBits));
    }
}
