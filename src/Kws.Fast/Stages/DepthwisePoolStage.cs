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
    /// <summary>Vectors of weights of one product: what columns 0 and 3, 1 and 2 of a pair take.</summary>
    public const int VectorsPerProduct = 4;

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
            DepthwisePool16Registers<TSimd, TVector, TAccumulate>.Run(rows, weights, pooled);
        }
        else
        {
            DepthwisePool32Registers<TSimd, TVector, TAccumulate>.Run(rows, weights, pooled);
        }
    }

    private static short Transform(VectorModel model, int channel, int product, int column)
    {
        int w0 = model.Depthwise(channel, 0, column);
        int w1 = model.Depthwise(channel, 1, column);
        int w2 = model.Depthwise(channel, 2, column);
        return (short)(product switch { 0 => 2 * w0, 1 => w0 + w1 + w2, 2 => w0 - w1 + w2, _ => -2 * w2 });
    }
}
