using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>
/// Pointwise convolution and floor division by 256; equals reference layers conv_ds_1/pw_conv and conv_ds_1/pw_conv/floor256.
/// </summary>
/// <remarks>
/// Lanes are output channels, 32 bits each; one input at a time multiplies the weights of all 16. Inputs of even and of odd number
/// are summed apart, so that a multiply-add does not wait for the one before.
/// Bounds: the sum of 48 products of a 17-bit input is within [-54,853,632, 56,623,104].
/// </remarks>
internal static unsafe class PointwiseStage128<TSimd, TFour>
    where TSimd : ISimd128<TFour>
{
    /// <summary>Bytes of the weights: for every input channel those of 16 outputs.</summary>
    public static int WeightBytes => VectorModel.ConvChannels * VectorModel.PointwiseChannels * sizeof(int);

    public static void Pack(VectorModel model, byte* weights)
    {
        int* values = (int*)weights;
        for (int input = 0; input < VectorModel.ConvChannels; input++)
        {
            for (int output = 0; output < VectorModel.PointwiseChannels; output++)
            {
                *values++ = model.Pointwise(output, input);
            }
        }
    }

    /// <param name="pooled">48 values of 32 bits.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="output">Receives 16 values of 32 bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* pooled, byte* weights, byte* output)
    {
        int* inputs = (int*)pooled;
        int* column = (int*)weights;
        Vector128<int> even0 = Vector128<int>.Zero;
        Vector128<int> even1 = Vector128<int>.Zero;
        Vector128<int> even2 = Vector128<int>.Zero;
        Vector128<int> even3 = Vector128<int>.Zero;
        Vector128<int> odd0 = Vector128<int>.Zero;
        Vector128<int> odd1 = Vector128<int>.Zero;
        Vector128<int> odd2 = Vector128<int>.Zero;
        Vector128<int> odd3 = Vector128<int>.Zero;
        for (int input = 0; input < VectorModel.ConvChannels; input += Vector128<int>.Count)
        {
            Vector128<int> values = Vector128.LoadAligned(inputs + input);
            even0 = TSimd.MultiplyAdd32(even0, Weight(column, 0, 0), values, 0);
            even1 = TSimd.MultiplyAdd32(even1, Weight(column, 0, 1), values, 0);
            even2 = TSimd.MultiplyAdd32(even2, Weight(column, 0, 2), values, 0);
            even3 = TSimd.MultiplyAdd32(even3, Weight(column, 0, 3), values, 0);
            odd0 = TSimd.MultiplyAdd32(odd0, Weight(column, 1, 0), values, 1);
            odd1 = TSimd.MultiplyAdd32(odd1, Weight(column, 1, 1), values, 1);
            odd2 = TSimd.MultiplyAdd32(odd2, Weight(column, 1, 2), values, 1);
            odd3 = TSimd.MultiplyAdd32(odd3, Weight(column, 1, 3), values, 1);
            even0 = TSimd.MultiplyAdd32(even0, Weight(column, 2, 0), values, 2);
            even1 = TSimd.MultiplyAdd32(even1, Weight(column, 2, 1), values, 2);
            even2 = TSimd.MultiplyAdd32(even2, Weight(column, 2, 2), values, 2);
            even3 = TSimd.MultiplyAdd32(even3, Weight(column, 2, 3), values, 2);
            odd0 = TSimd.MultiplyAdd32(odd0, Weight(column, 3, 0), values, 3);
            odd1 = TSimd.MultiplyAdd32(odd1, Weight(column, 3, 1), values, 3);
            odd2 = TSimd.MultiplyAdd32(odd2, Weight(column, 3, 2), values, 3);
            odd3 = TSimd.MultiplyAdd32(odd3, Weight(column, 3, 3), values, 3);
            column += Vector128<int>.Count * VectorModel.PointwiseChannels;
        }

        int* sums = (int*)output;
        ((even0 + odd0) >> 8).StoreAligned(sums);
        ((even1 + odd1) >> 8).StoreAligned(sums + Vector128<int>.Count);
        ((even2 + odd2) >> 8).StoreAligned(sums + (2 * Vector128<int>.Count));
        ((even3 + odd3) >> 8).StoreAligned(sums + (3 * Vector128<int>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Weight(int* column, int input, int vector) =>
        Vector128.LoadAligned(column + (input * VectorModel.PointwiseChannels) + (vector * Vector128<int>.Count));
}
