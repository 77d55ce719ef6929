using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>
/// The loop of <see cref="DepthwisePoolStage{TSimd, TVector, TAccumulate}"/> for a processor with AVX-512: 16 of its 32 registers hold the
/// weights.
/// </summary>
internal static unsafe class DepthwisePool32Registers<TSimd, TVector, TAccumulate>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TAccumulate : IAccumulate<TVector>
{
    /// <inheritdoc cref="DepthwisePoolStage{TSimd, TVector, TAccumulate}.Run"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(byte* rows, byte* weights, byte* pooled)
    {
        TVector max = TSimd.Constant32(int.MinValue);
        TVector w00 = Weight(weights, 0, 0);
        TVector w01 = Weight(weights, 0, 1);
        TVector w02 = Weight(weights, 0, 2);
        TVector w03 = Weight(weights, 0, 3);
        TVector w10 = Weight(weights, 1, 0);
        TVector w11 = Weight(weights, 1, 1);
        TVector w12 = Weight(weights, 1, 2);
        TVector w13 = Weight(weights, 1, 3);
        TVector w20 = Weight(weights, 2, 0);
        TVector w21 = Weight(weights, 2, 1);
        TVector w22 = Weight(weights, 2, 2);
        TVector w23 = Weight(weights, 2, 3);
        TVector w30 = Weight(weights, 3, 0);
        TVector w31 = Weight(weights, 3, 1);
        TVector w32 = Weight(weights, 3, 2);
        TVector w33 = Weight(weights, 3, 3);
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            TVector left0 = TSimd.Load(rows);
            TVector left1 = TSimd.Load(rows + (2 * sizeof(TVector)));
            TVector left2 = TSimd.Load(rows + (4 * sizeof(TVector)));
            TVector left3 = TSimd.Load(rows + (6 * sizeof(TVector)));
            TVector right0 = TSimd.Load(rows + sizeof(TVector));
            TVector right1 = TSimd.Load(rows + (3 * sizeof(TVector)));
            TVector right2 = TSimd.Load(rows + (5 * sizeof(TVector)));
            TVector right3 = TSimd.Load(rows + (7 * sizeof(TVector)));
            left0 = TSimd.Subtract16(left0, left2);
            right0 = TSimd.Subtract16(right0, right2);
            left3 = TSimd.Subtract16(left1, left3);
            right3 = TSimd.Subtract16(right1, right3);
            TVector leftSum = TSimd.Add16(left1, left2);
            TVector rightSum = TSimd.Add16(right1, right2);
            TVector leftDifference = TSimd.Subtract16(left2, left1);
            TVector rightDifference = TSimd.Subtract16(right2, right1);

            // Column 0: its right neighbour stands in the same pair.
            TVector difference = TSimd.MultiplyAdd16(leftDifference, w20);
            TVector first = Add(difference, left0, w00);
            TVector second = TSimd.Subtract32(TSimd.MultiplyAdd16(left3, w30), difference);
            max = TSimd.Max32(max, Add(TSimd.Max32(first, second), leftSum, w10));

            // Column 1 needs column 2 of the right pair as well.
            difference = Add(TSimd.MultiplyAdd16(leftDifference, w21), rightDifference, w22);
            first = Add(Add(difference, left0, w01), right0, w02);
            second = TSimd.Subtract32(Add(TSimd.MultiplyAdd16(left3, w31), right3, w32), difference);
            max = TSimd.Max32(max, Add(Add(TSimd.Max32(first, second), leftSum, w11), rightSum, w12));

            // Column 2 needs column 1 of the left pair as well.
            difference = Add(TSimd.MultiplyAdd16(leftDifference, w23), rightDifference, w20);
            first = Add(Add(difference, left0, w03), right0, w00);
            second = TSimd.Subtract32(Add(TSimd.MultiplyAdd16(left3, w33), right3, w30), difference);
            max = TSimd.Max32(max, Add(Add(TSimd.Max32(first, second), leftSum, w13), rightSum, w10));

            // Column 3: its left neighbour stands in the same pair.
            difference = TSimd.MultiplyAdd16(rightDifference, w21);
            first = Add(difference, right0, w01);
            second = TSimd.Subtract32(TSimd.MultiplyAdd16(right3, w31), difference);
            max = TSimd.Max32(max, Add(TSimd.Max32(first, second), rightSum, w11));
            rows += 2 * PairedRows<TVector>.RowBytes;
        }

        // 2 y is at hand: one more bit than the division by 16 asks for.
        TSimd.Store(pooled, TSimd.ShiftRight32(max, 5));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add(TVector sum, TVector pair, TVector weight) => TAccumulate.MultiplyAccumulate16(sum, pair, weight);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Weight(byte* weights, int product, int vector) =>
        TSimd.Load(weights + (((product * DepthwisePoolStage<TSimd, TVector, TAccumulate>.VectorsPerProduct) + vector) * sizeof(TVector)));
}
