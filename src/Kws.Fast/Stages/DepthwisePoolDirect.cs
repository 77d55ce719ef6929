using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>Tap by tap, for instructions that multiply and accumulate in one: then the additions that Winograd costs outweigh the products it saves.</summary>
/// <remarks>
/// A product takes two taps. The pair of columns (0, 1) or (2, 3) gives two taps in frequency; the third one of output columns 1 and 2 is
/// column 2 or 1 alone, of which two rows are paired in time, so that 9 taps are 5 products, not 6.
/// <para>
/// Bounds: rows are in [-1,984, 2,048], so the sum of nine products is within [-589,824, 571,392].
/// </para>
/// </remarks>
internal readonly unsafe struct DepthwisePoolDirect<TSimd, TVector, TAccumulate> : IDepthwisePool
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TAccumulate : IAccumulate<TVector>
{
    // Numbers of weight vectors: three rows of taps on columns (1, 2), three on columns (0, 1), then the single columns.
    private const int Right = 0;
    private const int Left = 3;
    private const int Single = 6;
    private const int Vectors = Single + 8;

    public static int WeightBytes => Vectors * sizeof(TVector);

    public static void Pack(VectorModel model, int group, byte* weights)
    {
        int channels = sizeof(TVector) / 4;
        for (int lane = 0; lane < channels; lane++)
        {
            int channel = (group * channels) + lane;
            for (int row = 0; row < 3; row++)
            {
                Put(Right + row, Weight(row, 1), Weight(row, 2));
                Put(Left + row, Weight(row, 0), Weight(row, 1));
            }

            // Column 2 as the right neighbour of output column 1, column 1 as the left neighbour of output column 2: the row before an
            // even row and the row after an odd one stand alone in their halves, the even and the odd row itself are paired.
            Put(Single, Weight(0, 2), 0);
            Put(Single + 1, Weight(1, 2), Weight(2, 2));
            Put(Single + 2, Weight(0, 2), Weight(1, 2));
            Put(Single + 3, Weight(2, 2), 0);
            Put(Single + 4, 0, Weight(0, 0));
            Put(Single + 5, Weight(1, 0), Weight(2, 0));
            Put(Single + 6, Weight(0, 0), Weight(1, 0));
            Put(Single + 7, 0, Weight(2, 0));

            short Weight(int time, int frequency) => (short)model.Depthwise(channel, time, frequency);

            void Put(int vector, short low, short high)
            {
                short* pair = (short*)(weights + (vector * sizeof(TVector))) + (lane * 2);
                pair[0] = low;
                pair[1] = high;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* rows, byte* weights, byte* pooled)
    {
        // Rows -1 and 14 are zeros: the first and the last pair leave their products out.
        TVector max = RowPair(rows, weights, hasBefore: false, hasAfter: true);
        for (int pair = 1; pair < WinogradLayout.RowPairs - 1; pair++)
        {
            rows += 4 * sizeof(TVector);
            max = TSimd.Max32(max, RowPair(rows, weights, hasBefore: true, hasAfter: true));
        }

        rows += 4 * sizeof(TVector);
        max = TSimd.Max32(max, RowPair(rows, weights, hasBefore: true, hasAfter: false));
        TSimd.Store(pooled, TSimd.ShiftRight32(max, 4));
    }

    /// <summary>The maximum of an even and the following odd output row.</summary>
    /// <param name="rows">The row before the even one, and the three after it.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="hasBefore">Whether the row before the even one lies inside.</param>
    /// <param name="hasAfter">Whether the row after the odd one lies inside.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector RowPair(byte* rows, byte* weights, [ConstantExpected] bool hasBefore, [ConstantExpected] bool hasAfter)
    {
        TVector left0 = TSimd.Load(rows);
        TVector right0 = TSimd.Load(rows + sizeof(TVector));
        TVector left1 = TSimd.Load(rows + (2 * sizeof(TVector)));
        TVector right1 = TSimd.Load(rows + (3 * sizeof(TVector)));
        TVector left2 = TSimd.Load(rows + (4 * sizeof(TVector)));
        TVector right2 = TSimd.Load(rows + (5 * sizeof(TVector)));
        TVector left3 = TSimd.Load(rows + (6 * sizeof(TVector)));
        TVector right3 = TSimd.Load(rows + (7 * sizeof(TVector)));
        TVector column1 = TSimd.Blend16(TSimd.Swap16(left1), left2);
        TVector column2 = TSimd.Blend16(right1, TSimd.Swap16(right2));

        // A weight vector is loaded once for its four products: the loads, not the products, would set the pace otherwise.
        Quad taps = Taps(left0, left1, left2, left3, right0, right1, right2, right3, weights + (Right * sizeof(TVector)), hasBefore, hasAfter);
        TVector max = TSimd.Max32(taps.LeftEven, taps.LeftOdd);
        TVector even = Product(taps.RightEven, column1, weights, Single + 5);
        TVector odd = Product(taps.RightOdd, column1, weights, Single + 6);
        even = hasBefore ? Product(even, left0, weights, Single + 4) : even;
        odd = hasAfter ? Product(odd, left3, weights, Single + 7) : odd;
        max = TSimd.Max32(max, TSimd.Max32(even, odd));

        taps = Taps(left0, left1, left2, left3, right0, right1, right2, right3, weights + (Left * sizeof(TVector)), hasBefore, hasAfter);
        max = TSimd.Max32(max, TSimd.Max32(taps.RightEven, taps.RightOdd));
        even = Product(taps.LeftEven, column2, weights, Single + 1);
        odd = Product(taps.LeftOdd, column2, weights, Single + 2);
        even = hasBefore ? Product(even, right0, weights, Single) : even;
        odd = hasAfter ? Product(odd, right3, weights, Single + 3) : odd;
        return TSimd.Max32(max, TSimd.Max32(even, odd));
    }

    /// <summary>Up to three rows of a pair of taps, for both pairs of columns and for the even and the odd output row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Quad Taps(
        TVector left0, TVector left1, TVector left2, TVector left3, TVector right0, TVector right1, TVector right2, TVector right3,
        byte* weights, [ConstantExpected] bool hasBefore, [ConstantExpected] bool hasAfter)
    {
        TVector weight = TSimd.Load(weights);
        TVector leftEven = hasBefore ? TSimd.MultiplyAdd16(left0, weight) : default;
        TVector leftOdd = TSimd.MultiplyAdd16(left1, weight);
        TVector rightEven = hasBefore ? TSimd.MultiplyAdd16(right0, weight) : default;
        TVector rightOdd = TSimd.MultiplyAdd16(right1, weight);
        weight = TSimd.Load(weights + sizeof(TVector));
        leftEven = hasBefore ? TAccumulate.MultiplyAccumulate16(leftEven, left1, weight) : TSimd.MultiplyAdd16(left1, weight);
        leftOdd = TAccumulate.MultiplyAccumulate16(leftOdd, left2, weight);
        rightEven = hasBefore ? TAccumulate.MultiplyAccumulate16(rightEven, right1, weight) : TSimd.MultiplyAdd16(right1, weight);
        rightOdd = TAccumulate.MultiplyAccumulate16(rightOdd, right2, weight);
        weight = TSimd.Load(weights + (2 * sizeof(TVector)));
        leftEven = TAccumulate.MultiplyAccumulate16(leftEven, left2, weight);
        leftOdd = hasAfter ? TAccumulate.MultiplyAccumulate16(leftOdd, left3, weight) : leftOdd;
        rightEven = TAccumulate.MultiplyAccumulate16(rightEven, right2, weight);
        rightOdd = hasAfter ? TAccumulate.MultiplyAccumulate16(rightOdd, right3, weight) : rightOdd;
        return new Quad { LeftEven = leftEven, LeftOdd = leftOdd, RightEven = rightEven, RightOdd = rightOdd };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Product(TVector sum, TVector values, byte* weights, int vector) =>
        TAccumulate.MultiplyAccumulate16(sum, values, TSimd.Load(weights + (vector * sizeof(TVector))));

    private ref struct Quad
    {
        public TVector LeftEven;
        public TVector LeftOdd;
        public TVector RightEven;
        public TVector RightOdd;
    }
}
