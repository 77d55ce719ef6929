using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>
/// The loop of <see cref="DepthwisePoolStage{TSimd, TVector, TAccumulate}"/> for a processor without AVX-512, whose 16 registers cannot
/// hold its 16 weights: every weight is an operand in memory. Same weights, same integers.
/// </summary>
/// <remarks>The JIT spills weights that a method loads before its loop: it stores them once more and reloads them in every turn.</remarks>
internal static unsafe class DepthwisePool16Registers<TSimd, TVector, TAccumulate>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TAccumulate : IAccumulate<TVector>
{
    /// <inheritdoc cref="DepthwisePoolStage{TSimd, TVector, TAccumulate}.Run"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(byte* rows, byte* weights, byte* pooled)
    {
        TVector max = TSimd.Constant32(int.MinValue);
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            TVector left1 = At(rows, 2);
            TVector left2 = At(rows, 4);
            TVector right1 = At(rows, 3);
            TVector right2 = At(rows, 5);
            TVector left0 = TSimd.Subtract16(At(rows, 0), left2);
            TVector right0 = TSimd.Subtract16(At(rows, 1), right2);
            TVector left3 = TSimd.Subtract16(left1, At(rows, 6));
            TVector right3 = TSimd.Subtract16(right1, At(rows, 7));
            TVector leftSum = TSimd.Add16(left1, left2);
            TVector rightSum = TSimd.Add16(right1, right2);
            TVector leftDifference = TSimd.Subtract16(left2, left1);
            TVector rightDifference = TSimd.Subtract16(right2, right1);

            // Columns 0 and 3 have their only neighbour in the same pair, columns 1 and 2 need the other pair as well.
            TVector difference = Product(leftDifference, weights, 2, 0);
            TVector first = Add(difference, left0, weights, 0, 0);
            TVector second = TSimd.Subtract32(Product(left3, weights, 3, 0), difference);
            max = TSimd.Max32(max, Add(TSimd.Max32(first, second), leftSum, weights, 1, 0));

            difference = Add(Product(leftDifference, weights, 2, 1), rightDifference, weights, 2, 2);
            first = Add(Add(difference, left0, weights, 0, 1), right0, weights, 0, 2);
            second = TSimd.Subtract32(Add(Product(left3, weights, 3, 1), right3, weights, 3, 2), difference);
            max = TSimd.Max32(max, Add(Add(TSimd.Max32(first, second), leftSum, weights, 1, 1), rightSum, weights, 1, 2));

            difference = Add(Product(leftDifference, weights, 2, 3), rightDifference, weights, 2, 0);
            first = Add(Add(difference, left0, weights, 0, 3), right0, weights, 0, 0);
            second = TSimd.Subtract32(Add(Product(left3, weights, 3, 3), right3, weights, 3, 0), difference);
            max = TSimd.Max32(max, Add(Add(TSimd.Max32(first, second), leftSum, weights, 1, 3), rightSum, weights, 1, 0));

            difference = Product(rightDifference, weights, 2, 1);
            first = Add(difference, right0, weights, 0, 1);
            second = TSimd.Subtract32(Product(right3, weights, 3, 1), difference);
            max = TSimd.Max32(max, Add(TSimd.Max32(first, second), rightSum, weights, 1, 1));
            rows += 2 * PairedRows<TVector>.RowBytes;
        }

        // 2 y is at hand: one more bit than the division by 16 asks for.
        TSimd.Store(pooled, TSimd.ShiftRight32(max, 5));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector At(byte* vectors, int index) => TSimd.Load(vectors + (index * sizeof(TVector)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Product(TVector pair, byte* weights, int product, int vector) =>
        TSimd.MultiplyAdd16(pair, At(weights, (4 * product) + vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add(TVector sum, TVector pair, byte* weights, int product, int vector) =>
        TAccumulate.MultiplyAccumulate16(sum, pair, At(weights, (4 * product) + vector));
}
