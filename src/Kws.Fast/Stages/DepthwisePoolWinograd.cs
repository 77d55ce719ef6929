using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>Two output rows at a time, as Winograd F(2, 3) in time with doubled weights, which keeps them integer.</summary>
/// <remarks>
/// Of rows r0..r3:
/// <code>
/// 2 y0 = (r1 + r2) (w0 + w1 + w2) + (r0 - r2) 2 w0  + (r2 - r1) (w0 - w1 + w2)
/// 2 y1 = (r1 + r2) (w0 + w1 + w2) + (r1 - r3) -2 w2 - (r2 - r1) (w0 - w1 + w2)
/// </code>
/// Only the greater of both rows counts, and what they share need not be added twice to find it.
/// <para>
/// Bounds: rows are in [-1,984, 2,048], so sums and differences are within +-4,096; weights are within [-96, 94]; 2 y is within
/// +-1,179,648. All far inside 16 and 32 bits.
/// </para>
/// </remarks>
internal readonly unsafe struct DepthwisePoolWinograd<TSimd, TVector> : IDepthwisePool
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    private const int VectorsPerProduct = 4;

    public static int WeightBytes => 4 * VectorsPerProduct * sizeof(TVector);

    public static void Pack(VectorModel model, int group, byte* weights)
    {
        int channels = sizeof(TVector) / 4;
        short* vectors = (short*)weights;
        for (int product = 0; product < 4; product++)
        {
            for (int lane = 0; lane < channels; lane++)
            {
                int channel = (group * channels) + lane;
                short left = Transform(model, channel, product, 0);
                short middle = Transform(model, channel, product, 1);
                short right = Transform(model, channel, product, 2);
                Put(0, middle, right);
                Put(1, left, middle);
                Put(2, right, 0);
                Put(3, 0, left);

                void Put(int vector, short low, short high)
                {
                    short* pair = vectors + (((((product * VectorsPerProduct) + vector) * channels) + lane) * 2);
                    pair[0] = low;
                    pair[1] = high;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
        for (int pair = 0; pair < WinogradLayout.RowPairs; pair++)
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

            max = Max(
                max,
                TSimd.MultiplyAdd16(left0, w00),
                TSimd.MultiplyAdd16(leftSum, w10),
                TSimd.MultiplyAdd16(leftDifference, w20),
                TSimd.MultiplyAdd16(left3, w30));
            max = Max(
                max,
                Both(left0, w01, right0, w02),
                Both(leftSum, w11, rightSum, w12),
                Both(leftDifference, w21, rightDifference, w22),
                Both(left3, w31, right3, w32));
            max = Max(
                max,
                Both(left0, w03, right0, w00),
                Both(leftSum, w13, rightSum, w10),
                Both(leftDifference, w23, rightDifference, w20),
                Both(left3, w33, right3, w30));
            max = Max(
                max,
                TSimd.MultiplyAdd16(right0, w01),
                TSimd.MultiplyAdd16(rightSum, w11),
                TSimd.MultiplyAdd16(rightDifference, w21),
                TSimd.MultiplyAdd16(right3, w31));
            rows += 4 * sizeof(TVector);
        }

        // 2 y is at hand: one more bit than the division by 16 asks for.
        TSimd.Store(pooled, TSimd.ShiftRight32(max, 5));
    }

    /// <summary>The greatest of <paramref name="max"/> and of both output rows that the four products give.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Max(TVector max, TVector product0, TVector product1, TVector product2, TVector product3)
    {
        TVector greater = TSimd.Max32(TSimd.Add32(product0, product2), TSimd.Subtract32(product3, product2));
        return TSimd.Max32(max, TSimd.Add32(product1, greater));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Both(TVector left, TVector leftWeight, TVector right, TVector rightWeight) =>
        TSimd.Add32(TSimd.MultiplyAdd16(left, leftWeight), TSimd.MultiplyAdd16(right, rightWeight));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Weight(byte* weights, int product, int vector) =>
        TSimd.Load(weights + (((product * VectorsPerProduct) + vector) * sizeof(TVector)));

    private static short Transform(VectorModel model, int channel, int product, int column)
    {
        int w0 = model.Depthwise(channel, 0, column);
        int w1 = model.Depthwise(channel, 1, column);
        int w2 = model.Depthwise(channel, 2, column);
        return (short)(product switch { 0 => 2 * w0, 1 => w0 + w1 + w2, 2 => w0 - w1 + w2, _ => -2 * w2 });
    }
}
