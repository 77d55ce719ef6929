using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>
/// Depthwise convolution, global max pool and floor division by 16 for one group of eight channels; equals reference layers
/// conv_ds_1/dw_conv, conv_ds_1/dw_conv/floor16 and max_pool (floor and maximum commute, so the division is done once).
/// </summary>
/// <remarks>
/// Two output rows at a time, as Winograd F(2, 3) in time with doubled weights, which keeps them integer. Of rows r0..r3:
/// <code>
/// 2 y0 = (r1 + r2) (w0 + w1 + w2) + (r2 - r1) (w0 - w1 + w2) + (r0 - r2) 2 w0
/// 2 y1 = (r1 + r2) (w0 + w1 + w2) - (r2 - r1) (w0 - w1 + w2) + (r3 - r1) 2 w2
/// </code>
/// A lane is a channel, four at a time, since a widening multiplication takes four 16-bit numbers. Taps outside the edge columns are not
/// computed, rows outside are stored zeros.
/// <para>
/// Bounds: rows are in [-1,984, 2,048], so sums and differences are within +-4,096; weights are within [-96, 94]; 2 y is within
/// +-1,179,648. All far inside 16 and 32 bits.
/// </para>
/// </remarks>
internal static unsafe class DepthwisePoolStage128<TSimd, TFour>
    where TSimd : ISimd128<TFour>
{
    private const int Products = 4;
    private const int Taps = 3;
    private const int Channels = 4;
    private const int FourBytes = Channels * sizeof(short);
    private const int HalfBytes = Products * Taps * FourBytes;

    /// <summary>Bytes of one group's weights.</summary>
    public static int WeightBytes => 2 * HalfBytes;

    public static void Pack(VectorModel model, int group, byte* weights)
    {
        short* values = (short*)weights;
        for (int first = group * WinogradLayout128.Channels; first < (group + 1) * WinogradLayout128.Channels; first += Channels)
        {
            for (int product = 0; product < Products; product++)
            {
                for (int column = 0; column < Taps; column++)
                {
                    for (int channel = first; channel < first + Channels; channel++)
                    {
                        int w0 = model.Depthwise(channel, 0, column);
                        int w1 = model.Depthwise(channel, 1, column);
                        int w2 = model.Depthwise(channel, 2, column);
                        *values++ = (short)(product switch { 0 => w0 + w1 + w2, 1 => w0 - w1 + w2, 2 => 2 * w0, _ => 2 * w2 });
                    }
                }
            }
        }
    }

    /// <param name="rows">One group's output of the convolution stage, with zeros in rows -1 and 14.</param>
    /// <param name="weights">One group's weights.</param>
    /// <param name="pooled">Receives one 32-bit value a channel of the group.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* rows, byte* weights, byte* pooled)
    {
        RunHalf(rows, weights, pooled);
        RunHalf(rows + FourBytes, weights + HalfBytes, pooled + sizeof(Vector128<int>));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunHalf(byte* rows, byte* weights, byte* pooled)
    {
        // First digit: the product, in the order above; second: the column of the kernel.
        TFour w00 = Weight(weights, 0, 0);
        TFour w01 = Weight(weights, 0, 1);
        TFour w02 = Weight(weights, 0, 2);
        TFour w10 = Weight(weights, 1, 0);
        TFour w11 = Weight(weights, 1, 1);
        TFour w12 = Weight(weights, 1, 2);
        TFour w20 = Weight(weights, 2, 0);
        TFour w21 = Weight(weights, 2, 1);
        TFour w22 = Weight(weights, 2, 2);
        TFour w30 = Weight(weights, 3, 0);
        TFour w31 = Weight(weights, 3, 1);
        TFour w32 = Weight(weights, 3, 2);
        Vector128<int> max = Vector128.Create(int.MinValue);
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            // A column is loaded when the first output needs it and given up after the last: three are in registers at a time.
            Column(rows, 0, out TFour a0, out TFour a1, out TFour a2, out TFour a3);
            Column(rows, 1, out TFour b0, out TFour b1, out TFour b2, out TFour b3);
            Vector128<int> sum0 = Multiply(a0, w01, b0, w02);
            Vector128<int> difference0 = Multiply(a1, w11, b1, w12);
            max = Vector128.Max(max, MultiplyAdd(sum0 + difference0, a2, w21, b2, w22));
            max = Vector128.Max(max, MultiplyAdd(sum0 - difference0, a3, w31, b3, w32));

            Column(rows, 2, out TFour c0, out TFour c1, out TFour c2, out TFour c3);
            Vector128<int> sum1 = Multiply(a0, w00, b0, w01, c0, w02);
            Vector128<int> difference1 = Multiply(a1, w10, b1, w11, c1, w12);
            max = Vector128.Max(max, MultiplyAdd(sum1 + difference1, a2, w20, b2, w21, c2, w22));
            max = Vector128.Max(max, MultiplyAdd(sum1 - difference1, a3, w30, b3, w31, c3, w32));

            Column(rows, 3, out TFour d0, out TFour d1, out TFour d2, out TFour d3);
            Vector128<int> sum2 = Multiply(b0, w00, c0, w01, d0, w02);
            Vector128<int> difference2 = Multiply(b1, w10, c1, w11, d1, w12);
            max = Vector128.Max(max, MultiplyAdd(sum2 + difference2, b2, w20, c2, w21, d2, w22));
            max = Vector128.Max(max, MultiplyAdd(sum2 - difference2, b3, w30, c3, w31, d3, w32));

            Vector128<int> sum3 = Multiply(c0, w00, d0, w01);
            Vector128<int> difference3 = Multiply(c1, w10, d1, w11);
            max = Vector128.Max(max, MultiplyAdd(sum3 + difference3, c2, w20, d2, w21));
            max = Vector128.Max(max, MultiplyAdd(sum3 - difference3, c3, w30, d3, w31));
            rows += 2 * WinogradLayout128.RowBytes;
        }

        // 2 y is at hand: one more bit than the division by 16 asks for.
        (max >> 5).StoreAligned((int*)pooled);
    }

    /// <summary>The four transformed values of one column: r1 + r2, r2 - r1, r0 - r2, r3 - r1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(byte* rows, int column, out TFour sum, out TFour difference, out TFour first, out TFour last)
    {
        TFour r0 = Row(rows, 0, column);
        TFour r1 = Row(rows, 1, column);
        TFour r2 = Row(rows, 2, column);
        TFour r3 = Row(rows, 3, column);
        sum = TSimd.Add(r1, r2);
        difference = TSimd.Subtract(r2, r1);
        first = TSimd.Subtract(r0, r2);
        last = TSimd.Subtract(r3, r1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFour Row(byte* rows, int row, int column) =>
        TSimd.LoadFour(rows + ((row * WinogradLayout128.RowBytes) + (column * WinogradLayout128.VectorBytes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFour Weight(byte* weights, int product, int column) =>
        TSimd.LoadFour(weights + (((product * Taps) + column) * FourBytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Multiply(TFour x0, TFour w0, TFour x1, TFour w1) =>
        TSimd.MultiplyAdd(TSimd.Multiply(x0, w0), x1, w1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Multiply(TFour x0, TFour w0, TFour x1, TFour w1, TFour x2, TFour w2) =>
        TSimd.MultiplyAdd(Multiply(x0, w0, x1, w1), x2, w2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAdd(Vector128<int> sum, TFour x0, TFour w0, TFour x1, TFour w1) =>
        TSimd.MultiplyAdd(TSimd.MultiplyAdd(sum, x0, w0), x1, w1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAdd(Vector128<int> sum, TFour x0, TFour w0, TFour x1, TFour w1, TFour x2, TFour w2) =>
        TSimd.MultiplyAdd(MultiplyAdd(sum, x0, w0, x1, w1), x2, w2);
}
