using System.Runtime.Intrinsics.X86;
using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>
/// Pointwise convolution and floor division by 256; equals reference layers conv_ds_1/pw_conv and conv_ds_1/pw_conv/floor256.
/// </summary>
/// <remarks>
/// Lanes are the 16 output channels, 32 bits each; a broadcast 32-bit value meets two weights of each in one MultiplyAdd16. An input
/// has 17 bits, but it takes extreme weights to need more than 16. So the inputs are narrowed with saturation: if none is at an end of the
/// range, the values are two inputs each, 24 in all. Otherwise every input is split into its low 8 bits and the rest (9 bits, signed),
/// which meet (w, 256 w): 48 values, and exact as well. Bounds: 256 w is within [-8,192, 7,936]; the sum of 48 products is within
/// [-54,853,632, 56,623,104].
/// </remarks>
internal static unsafe class PointwiseStage<TSimd, TVector, TAccumulate>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TAccumulate : IAccumulate<TVector>
{
    private const int Accumulators = 4;
    private const int NarrowValues = VectorModel.ConvChannels / 2;
    private const int WideValues = VectorModel.ConvChannels;

    /// <summary>The 16 outputs, and the weights that one value meets.</summary>
    private const int Stride = VectorModel.PointwiseChannels * 4;

    /// <summary>Bytes of the weights: for every narrow value 16 pairs, for every wide one 16 pairs (w, 256 w).</summary>
    public static int WeightBytes => (NarrowValues + WideValues) * Stride;

    public static void Pack(VectorModel model, byte* weights)
    {
        short* pairs = (short*)weights;
        for (int value = 0; value < NarrowValues; value++)
        {
            int input = FirstInput(value);
            for (int output = 0; output < VectorModel.PointwiseChannels; output++)
            {
                *pairs++ = (short)model.Pointwise(output, input);
                *pairs++ = (short)model.Pointwise(output, input + 1);
            }
        }

        for (int input = 0; input < WideValues; input++)
        {
            for (int output = 0; output < VectorModel.PointwiseChannels; output++)
            {
                short weight = (short)model.Pointwise(output, input);
                *pairs++ = weight;
                *pairs++ = (short)(256 * weight);
            }
        }
    }

    /// <param name="pooled">48 values of 32 bits; overwritten.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="output">Receives 16 values of 32 bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* pooled, byte* weights, byte* output)
    {
        if (TryNarrow((int*)pooled))
        {
            Multiply((int*)pooled, NarrowValues, weights, output);
        }
        else
        {
            Split(pooled);
            Multiply((int*)pooled, WideValues, weights + (NarrowValues * Stride), output);
        }
    }

    /// <summary>The input in the low half of a narrow value: four of one vector alternate with four of the next.</summary>
    private static int FirstInput(int value)
    {
        (int vector, int pair) = Math.DivRem(value, 8);
        return (vector * 16) + (pair / 2 % 2 * 8) + (pair / 4 * 4) + (pair % 2 * 2);
    }

    /// <summary>
    /// Narrows the inputs to 16 bits in place, unless one might not fit; in 256 bits for every width, since 48 inputs are three such
    /// vectors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryNarrow(int* pooled)
    {
        Vector256<short> first = Avx2.PackSignedSaturate(Vector256.LoadAligned(pooled), Vector256.LoadAligned(pooled + 8));
        Vector256<short> second = Avx2.PackSignedSaturate(Vector256.LoadAligned(pooled + 16), Vector256.LoadAligned(pooled + 24));
        Vector256<short> third = Avx2.PackSignedSaturate(Vector256.LoadAligned(pooled + 32), Vector256.LoadAligned(pooled + 40));
        Vector256<short> least = Avx2.Min(Avx2.Min(first, second), third);
        Vector256<short> greatest = Avx2.Max(Avx2.Max(first, second), third);
        Vector256<short> ends = Avx2.Or(
            Avx2.CompareEqual(least, Vector256.Create(short.MinValue)), Avx2.CompareEqual(greatest, Vector256.Create(short.MaxValue)));
        if (!Avx.TestZ(ends, ends))
        {
            return false;
        }

        first.StoreAligned((short*)pooled);
        second.StoreAligned((short*)pooled + 16);
        third.StoreAligned((short*)pooled + 32);
        return true;
    }

    private static void Split(byte* pooled)
    {
        TVector lowByte = TSimd.Constant32(0xFF);
        for (int offset = 0; offset < VectorModel.ConvChannels * 4; offset += sizeof(TVector))
        {
            TVector value = TSimd.Load(pooled + offset);
            TVector high = TSimd.ShiftLeft32(TSimd.ShiftRight32(value, 8), 16);
            TSimd.Store(pooled + offset, TSimd.Or(TSimd.And(value, lowByte), high));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(int* values, int count, byte* weights, byte* output)
    {
        // 512 bits: one vector of outputs, four values in flight. 256 bits: two vectors share each broadcast value, two values in flight.
        int vectors = Stride / sizeof(TVector);
        int step = Accumulators / vectors;
        TVector sum0 = TSimd.Constant32(0);
        TVector sum1 = sum0;
        TVector sum2 = sum0;
        TVector sum3 = sum0;
        for (int i = 0; i < count; i += step)
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
