using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>Pointwise convolution and floor division by 256; equals reference layers conv_ds_1/pw_conv and conv_ds_1/pw_conv/floor256.</summary>
/// <remarks>
/// Lanes are the 16 output channels, 32 bits each. An input v of 17 bits is split into its low 8 bits and the rest (9 bits, signed) as
/// two 16-bit halves, and multiplied by (w, 256 w) with one MultiplyAdd16: exact, and faster than a 32-bit multiply on most processors.
/// Bounds: 256 w is within [-8,192, 7,936]; the sum of 48 products is within [-54,853,632, 56,623,104].
/// </remarks>
internal static unsafe class PointwiseStage<TSimd, TVector, TAccumulate>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TAccumulate : IAccumulate<TVector>
{
    private const int Accumulators = 4;

    /// <summary>Bytes of the weights: for every input channel 16 pairs (w, 256 w).</summary>
    public static int WeightBytes => VectorModel.ConvChannels * VectorModel.PointwiseChannels * 4;

    public static void Pack(VectorModel model, byte* weights)
    {
        short* pairs = (short*)weights;
        for (int input = 0; input < VectorModel.ConvChannels; input++)
        {
            for (int output = 0; output < VectorModel.PointwiseChannels; output++)
            {
                short weight = (short)model.Pointwise(output, input);
                *pairs++ = weight;
                *pairs++ = (short)(256 * weight);
            }
        }
    }

    /// <param name="pooled">48 values of 32 bits; overwritten with their split form.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="output">Receives 16 values of 32 bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* pooled, byte* weights, byte* output)
    {
        TVector lowByte = TSimd.Constant32(0xFF);
        for (int offset = 0; offset < VectorModel.ConvChannels * 4; offset += sizeof(TVector))
        {
            TVector value = TSimd.Load(pooled + offset);
            TVector high = TSimd.ShiftLeft32(TSimd.ShiftRight32(value, 8), 16);
            TSimd.Store(pooled + offset, TSimd.Or(TSimd.And(value, lowByte), high));
        }

        // 512 bits: one vector of outputs, four inputs in flight. 256 bits: two vectors share each broadcast input, two inputs in flight.
        const int Stride = VectorModel.PointwiseChannels * 4;
        int vectors = Stride / sizeof(TVector);
        int step = Accumulators / vectors;
        TVector sum0 = TSimd.Constant32(0);
        TVector sum1 = sum0;
        TVector sum2 = sum0;
        TVector sum3 = sum0;
        int* values = (int*)pooled;
        for (int input = 0; input < VectorModel.ConvChannels; input += step)
        {
            TVector value0 = TSimd.Broadcast32(values);
            TVector value1 = vectors == 1 ? TSimd.Broadcast32(values + 1) : value0;
            TVector value2 = TSimd.Broadcast32(values + (step / 2));
            TVector value3 = vectors == 1 ? TSimd.Broadcast32(values + 3) : value2;
            sum0 = TAccumulate.MultiplyAccumulate16(sum0, value0, TSimd.Load(weights));
            sum1 = TAccumulate.MultiplyAccumulate16(sum1, value1, TSimd.Load(weights + sizeof(TVector)));
            sum2 = TAccumulate.MultiplyAccumulate16(sum2, value2, TSimd.Load(weights + (2 * sizeof(TVector))));
            sum3 = TAccumulate.MultiplyAccumulate16(sum3, value3, TSimd.Load(weights + (3 * sizeof(TVector))));
            values += step;
            weights += Accumulators * sizeof(TVector);
        }

        if (vectors == 1)
        {
            TVector sum = TSimd.Add32(TSimd.Add32(sum0, sum1), TSimd.Add32(sum2, sum3));
            TSimd.Store(output, TSimd.ShiftRight32(sum, 8));
        }
        else
        {
            TSimd.Store(output, TSimd.ShiftRight32(TSimd.Add32(sum0, sum2), 8));
            TSimd.Store(output + sizeof(TVector), TSimd.ShiftRight32(TSimd.Add32(sum1, sum3), 8));
        }
    }
}
