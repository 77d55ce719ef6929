using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>
/// Depthwise convolution, global max pool and floor division by 16 for one group of channels; equals reference layers
/// conv_ds_1/dw_conv, conv_ds_1/dw_conv/floor16 and max_pool (floor and maximum commute, so the division is done once).
/// </summary>
/// <remarks>
/// Two output rows at a time, as Winograd F(2, 3) in time with doubled weights, which keeps them integer. Of rows r0..r3:
/// <code>
/// 2 y0 = (r1 + r2) (w0 + w1 + w2) + (r0 - r2) 2 w0  + (r2 - r1) (w0 - w1 + w2)
/// 2 y1 = (r1 + r2) (w0 + w1 + w2) + (r1 - r3) -2 w2 - (r2 - r1) (w0 - w1 + w2)
/// </code>
/// Only the greater of both counts, and the first product, which they share, is added to that one alone.
/// <para>
/// Bounds: rows are in [-1,984, 2,048], so sums and differences are within +-4,096; weights are within [-96, 94]; 2 y is within
/// +-1,179,648. All far inside 16 and 32 bits.
/// </para>
/// </remarks>
internal static unsafe class DepthwisePoolStage<TSimd, TVector, TAccumulate>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TAccumulate : IAccumulate<TVector>
{
    private const int VectorsPerProduct = 4;

    /// <summary>Bytes of one group's weights.</summary>
    public static int WeightBytes => 4 * VectorsPerProduct * sizeof(TVector);

    public static void Pack(VectorModel model, int group, byte* weights)
    {
        int channels = PairedRows<TVector>.Channels;
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

    /// <param name="rows">One group's output of the convolution, as <see cref="PairedRows{TVector}"/> describes it.</param>
    /// <param name="weights">One group's weights.</param>
    /// <param name="pooled">Receives one 32-bit value a channel of the group.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* rows, byte* weights, byte* pooled)
    {
        if (Registers.AreFew<TVector>())
        {
            DepthwisePoolFromMemory<TSimd, TVector, TAccumulate>.Run(rows, weights, pooled);
            return;
        }

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
        TSimd.Load(weights + (((product * VectorsPerProduct) + vector) * sizeof(TVector)));

    private static short Transform(VectorModel model, int channel, int product, int column)
    {
        int w0 = model.Depthwise(channel, 0, column);
        int w1 = model.Depthwise(channel, 1, column);
        int w2 = model.Depthwise(channel, 2, column);
        return (short)(product switch { 0 => 2 * w0, 1 => w0 + w1 + w2, 2 => w0 - w1 + w2, _ => -2 * w2 });
    }
}
