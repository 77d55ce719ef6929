using System.Runtime.Intrinsics.X86;
using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>
/// Convolution and floor division by 8 by dot products of four bytes, eight channels a group; equals reference layers conv_1 and
/// conv_1/floor8.
/// </summary>
/// <remarks>
/// A 32-bit lane is a channel; a dot product takes the four columns of a row. Two output rows at a time, as Winograd F(2, 2) in time on
/// the even and on the odd rows. Of the even ones (X0, X1, X2 with the kernel's rows w0 and w2):
/// <code>
/// y0 = X1 (w0 + w2) + (X0 - X1) w0
/// y1 = X1 (w0 + w2) + (X1 - X2) -w2
/// </code>
/// What both share is where both go on accumulating, so that three products instead of four cost no addition. The offsets of the unsigned
/// bytes contribute a constant: y0 starts without it, the rest is added to y1 when two columns stand in one lane.
/// <para>
/// Bounds: differences are 1..127 with weights -32..32, plain values 0..63 with weights -64..62: every sum is far inside 32 bits. The
/// result lies in [-15,872, 16,384], so its low 16 bits are paired, and the rest added modulo 2^16, before the shift.
/// </para>
/// </remarks>
internal readonly unsafe struct ConvolutionVnni : IConvolutionStage
{
    private const int Products = 6;
    private const int KernelColumns = 4;

    /// <summary>From the input of one pair of output rows to the next.</summary>
    private const int RowPairStep = 4 * VectorModel.Coefficients;

    /// <summary>
    /// A vector for every product, then what y0 starts with (32 bits) and what is added to y1 (16 bits, for either column).
    /// </summary>
    public static int WeightBytes => (Products + 2) * sizeof(Vector256<byte>);

    public static void Pack(VectorModel model, int group, byte* weights)
    {
        int channels = PairedRows<Vector256<byte>>.Channels;
        int* constants = (int*)(weights + (Products * sizeof(Vector256<byte>)));
        for (int lane = 0; lane < channels; lane++)
        {
            int channel = (group * channels) + lane;
            int sum = 0;
            int sumBefore = 0;
            for (int column = 0; column < KernelColumns; column++)
            {
                for (int parity = 0; parity < 2; parity++)
                {
                    int before = model.Convolution(channel, parity, column);
                    int after = model.Convolution(channel, parity + 2, column);
                    Put(parity, before + after);
                    Put(2 + parity, before);
                    Put(4 + parity, -after);
                    sum += before + after;
                    sumBefore += before;
                }

                void Put(int product, int weight) =>
                    ((sbyte*)weights)[(((product * channels) + lane) * KernelColumns) + column] = (sbyte)weight;
            }

            constants[lane] = -((32 * sum) + (64 * sumBefore));
            constants[channels + lane] = (64 * sum * 0x10000) | (ushort)(64 * sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* tiles, byte* weights, byte* rows)
    {
        int width = sizeof(Vector256<byte>);
        Vector256<byte> both0 = Vector256.LoadAligned(weights);
        Vector256<byte> both1 = Vector256.LoadAligned(weights + width);
        Vector256<byte> before0 = Vector256.LoadAligned(weights + (2 * width));
        Vector256<byte> before1 = Vector256.LoadAligned(weights + (3 * width));
        Vector256<byte> after0 = Vector256.LoadAligned(weights + (4 * width));
        Vector256<byte> after1 = Vector256.LoadAligned(weights + (5 * width));
        Vector256<byte> start = Vector256.LoadAligned(weights + (6 * width));
        Vector256<byte> rest = Vector256.LoadAligned(weights + (7 * width));
        rows += PairedRows<Vector256<byte>>.RowBytes;
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            for (int column = 0; column < VectorModel.ConvFrequency; column += 2)
            {
                byte* output = rows + (column / 2 * width);
                Column(tiles, column, out Vector256<byte> left0, out Vector256<byte> left1);
                Column(tiles, column + 1, out Vector256<byte> right0, out Vector256<byte> right1);
                Eighth(Pair(left0, right0)).StoreAligned(output);
                Eighth(Simd256.Add16(Pair(left1, right1), rest)).StoreAligned(output + PairedRows<Vector256<byte>>.RowBytes);
            }

            tiles += RowPairStep;
            rows += 2 * PairedRows<Vector256<byte>>.RowBytes;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Column(byte* tiles, int column, out Vector256<byte> y0, out Vector256<byte> y1)
        {
            byte* differences = tiles + (2 * column);
            byte* plain = differences + InputTransformVnni.Plain;
            Vector256<byte> shared = Product(Product(start, plain, 2, both0), plain, 3, both1);
            y0 = Product(Product(shared, differences, 0, before0), differences, 1, before1);
            y1 = Product(Product(shared, differences, 2, after0), differences, 3, after1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Product(Vector256<byte> sum, byte* rows, int row, Vector256<byte> weight) =>
        Vnni256.DotProduct8(sum, Simd256.Broadcast32((int*)(rows + (row * VectorModel.Coefficients))), weight);

    /// <summary>The low halves of both, side by side.</summary>
    private static Vector256<byte> Pair(Vector256<byte> left, Vector256<byte> right) =>
        Simd256.Blend16(left, Avx2.ShiftLeftLogical128BitLane(right, 2));

    private static Vector256<byte> Eighth(Vector256<byte> pairs) => Simd256.ShiftRight16(pairs, 3);
}
