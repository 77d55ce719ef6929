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
/// A 16-bit lane is a channel; widening multiply-adds give channels 0 to 3 and 4 to 7 as two vectors of 32-bit sums. Taps outside the
/// edge columns are not computed, rows outside are stored zeros.
/// <para>
/// Bounds: rows are in [-1,984, 2,048], so sums and differences are within +-4,096; weights are within [-96, 93]; 2 y is within
/// +-1,179,648. All far inside 16 and 32 bits.
/// </para>
/// </remarks>
internal static unsafe class DepthwisePoolStage128<TSimd, TFactor>
    where TSimd : ISimd128<TFactor>
{
    private const int Products = 4;
    private const int Taps = 3;

    /// <summary>Bytes of one group's weights.</summary>
    public static int WeightBytes => Products * Taps * WinogradLayout128.VectorBytes;

    public static void Pack(VectorModel model, int group, byte* weights)
    {
        short* values = (short*)weights;
        for (int product = 0; product < Products; product++)
        {
            for (int column = 0; column < Taps; column++)
            {
                for (int lane = 0; lane < WinogradLayout128.Channels; lane++)
                {
                    int channel = (group * WinogradLayout128.Channels) + lane;
                    int w0 = model.Depthwise(channel, 0, column);
                    int w1 = model.Depthwise(channel, 1, column);
                    int w2 = model.Depthwise(channel, 2, column);
                    *values++ = (short)(product switch { 0 => w0 + w1 + w2, 1 => w0 - w1 + w2, 2 => 2 * w0, _ => 2 * w2 });
                }
            }
        }
    }

    /// <param name="rows">One group's output of the convolution stage, with zeros in rows -1 and 14.</param>
    /// <param name="weights">One group's weights.</param>
    /// <param name="pooled">Receives one 32-bit value a channel of the group.</param>
    public static void Run(byte* rows, byte* weights, byte* pooled)
    {
        // First digit: the product, in the order above; second: the column of the kernel.
        TFactor w00 = Weight(weights, 0, 0);
        TFactor w01 = Weight(weights, 0, 1);
        TFactor w02 = Weight(weights, 0, 2);
        TFactor w10 = Weight(weights, 1, 0);
        TFactor w11 = Weight(weights, 1, 1);
        TFactor w12 = Weight(weights, 1, 2);
        TFactor w20 = Weight(weights, 2, 0);
        TFactor w21 = Weight(weights, 2, 1);
        TFactor w22 = Weight(weights, 2, 2);
        TFactor w30 = Weight(weights, 3, 0);
        TFactor w31 = Weight(weights, 3, 1);
        TFactor w32 = Weight(weights, 3, 2);
        Vector128<int> lower = Vector128.Create(int.MinValue);
        Vector128<int> upper = lower;
        for (int pair = 0; pair < WinogradLayout128.RowPairs; pair++)
        {
            // A column is loaded when the first output needs it and given up after the last: three are in registers at a time.
            Column(rows, 0, out TFactor a0, out TFactor a1, out TFactor a2, out TFactor a3);
            Column(rows, 1, out TFactor b0, out TFactor b1, out TFactor b2, out TFactor b3);
            Vector128<int> sum = Lower(a0, w01, b0, w02);
            Vector128<int> difference = Lower(a1, w11, b1, w12);
            lower = Vector128.Max(lower, LowerAdd(sum + difference, a2, w21, b2, w22));
            lower = Vector128.Max(lower, LowerAdd(sum - difference, a3, w31, b3, w32));
            sum = Upper(a0, w01, b0, w02);
            difference = Upper(a1, w11, b1, w12);
            upper = Vector128.Max(upper, UpperAdd(sum + difference, a2, w21, b2, w22));
            upper = Vector128.Max(upper, UpperAdd(sum - difference, a3, w31, b3, w32));

            Column(rows, 2, out TFactor c0, out TFactor c1, out TFactor c2, out TFactor c3);
            sum = Lower(a0, w00, b0, w01, c0, w02);
            difference = Lower(a1, w10, b1, w11, c1, w12);
            lower = Vector128.Max(lower, LowerAdd(sum + difference, a2, w20, b2, w21, c2, w22));
            lower = Vector128.Max(lower, LowerAdd(sum - difference, a3, w30, b3, w31, c3, w32));
            sum = Upper(a0, w00, b0, w01, c0, w02);
            difference = Upper(a1, w10, b1, w11, c1, w12);
            upper = Vector128.Max(upper, UpperAdd(sum + difference, a2, w20, b2, w21, c2, w22));
            upper = Vector128.Max(upper, UpperAdd(sum - difference, a3, w30, b3, w31, c3, w32));

            Column(rows, 3, out TFactor d0, out TFactor d1, out TFactor d2, out TFactor d3);
            sum = Lower(b0, w00, c0, w01, d0, w02);
            difference = Lower(b1, w10, c1, w11, d1, w12);
            lower = Vector128.Max(lower, LowerAdd(sum + difference, b2, w20, c2, w21, d2, w22));
            lower = Vector128.Max(lower, LowerAdd(sum - difference, b3, w30, c3, w31, d3, w32));
            sum = Upper(b0, w00, c0, w01, d0, w02);
            difference = Upper(b1, w10, c1, w11, d1, w12);
            upper = Vector128.Max(upper, UpperAdd(sum + difference, b2, w20, c2, w21, d2, w22));
            upper = Vector128.Max(upper, UpperAdd(sum - difference, b3, w30, c3, w31, d3, w32));

            sum = Lower(c0, w00, d0, w01);
            difference = Lower(c1, w10, d1, w11);
            lower = Vector128.Max(lower, LowerAdd(sum + difference, c2, w20, d2, w21));
            lower = Vector128.Max(lower, LowerAdd(sum - difference, c3, w30, d3, w31));
            sum = Upper(c0, w00, d0, w01);
            difference = Upper(c1, w10, d1, w11);
            upper = Vector128.Max(upper, UpperAdd(sum + difference, c2, w20, d2, w21));
            upper = Vector128.Max(upper, UpperAdd(sum - difference, c3, w30, d3, w31));

            rows += 2 * WinogradLayout128.RowBytes;
        }

        // 2 y is at hand: one more bit than the division by 16 asks for.
        (lower >> 5).StoreAligned((int*)pooled);
        (upper >> 5).StoreAligned((int*)pooled + Vector128<int>.Count);
    }

    /// <summary>The four transformed values of one column: r1 + r2, r2 - r1, r0 - r2, r3 - r1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(byte* rows, int column, out TFactor sum, out TFactor difference, out TFactor first, out TFactor last)
    {
        rows += column * WinogradLayout128.VectorBytes;
        Vector128<short> r0 = Vector128.LoadAligned((short*)rows);
        Vector128<short> r1 = Vector128.LoadAligned((short*)(rows + WinogradLayout128.RowBytes));
        Vector128<short> r2 = Vector128.LoadAligned((short*)(rows + (2 * WinogradLayout128.RowBytes)));
        Vector128<short> r3 = Vector128.LoadAligned((short*)(rows + (3 * WinogradLayout128.RowBytes)));
        sum = TSimd.Factor(r1 + r2);
        difference = TSimd.Factor(r2 - r1);
        first = TSimd.Factor(r0 - r2);
        last = TSimd.Factor(r3 - r1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFactor Weight(byte* weights, int product, int column) =>
        TSimd.Factor(Vector128.LoadAligned((short*)(weights + (((product * Taps) + column) * WinogradLayout128.VectorBytes))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Lower(TFactor x0, TFactor w0, TFactor x1, TFactor w1) =>
        TSimd.MultiplyAddLower(TSimd.MultiplyLower(x0, w0), x1, w1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Lower(TFactor x0, TFactor w0, TFactor x1, TFactor w1, TFactor x2, TFactor w2) =>
        TSimd.MultiplyAddLower(Lower(x0, w0, x1, w1), x2, w2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> LowerAdd(Vector128<int> sum, TFactor x0, TFactor w0, TFactor x1, TFactor w1) =>
        TSimd.MultiplyAddLower(TSimd.MultiplyAddLower(sum, x0, w0), x1, w1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> LowerAdd(
        Vector128<int> sum, TFactor x0, TFactor w0, TFactor x1, TFactor w1, TFactor x2, TFactor w2) =>
        TSimd.MultiplyAddLower(LowerAdd(sum, x0, w0, x1, w1), x2, w2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Upper(TFactor x0, TFactor w0, TFactor x1, TFactor w1) =>
        TSimd.MultiplyAddUpper(TSimd.MultiplyUpper(x0, w0), x1, w1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Upper(TFactor x0, TFactor w0, TFactor x1, TFactor w1, TFactor x2, TFactor w2) =>
        TSimd.MultiplyAddUpper(Upper(x0, w0, x1, w1), x2, w2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> UpperAdd(Vector128<int> sum, TFactor x0, TFactor w0, TFactor x1, TFactor w1) =>
        TSimd.MultiplyAddUpper(TSimd.MultiplyAddUpper(sum, x0, w0), x1, w1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> UpperAdd(
        Vector128<int> sum, TFactor x0, TFactor w0, TFactor x1, TFactor w1, TFactor x2, TFactor w2) =>
        TSimd.MultiplyAddUpper(UpperAdd(sum, x0, w0, x1, w1), x2, w2);
}
