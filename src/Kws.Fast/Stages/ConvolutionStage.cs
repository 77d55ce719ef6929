using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>Convolution and floor division by 8 for one group of channels; equals reference layers conv_1 and conv_1/floor8.</summary>
/// <remarks>
/// A 32-bit lane is a channel; its low half computes output columns 0 and 1, its high half, mirrored, columns 3 and 2. So columns (0, 3)
/// and (1, 2) come out side by side, and one exchange of halves turns them into the neighbours (0, 1) and (2, 3) that the depthwise stage
/// multiplies.
/// <para>
/// Bounds: transformed inputs are 2..254 (both differences, with weights -32..32), 1..127 (one difference, weights -64..64) and
/// 0..63 (none, weights -128..124), so a sum of two products is at most 16,256 in magnitude: MultiplyAdd8 never saturates. Sums wrap
/// modulo 2^16, which is harmless: the true result, after the offsets are taken out, lies in [-15,872, 16,384].
/// </para>
/// </remarks>
internal readonly unsafe struct ConvolutionStage<TSimd, TVector> : IConvolutionStage
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    private const int Slots = 9;
    private const int Products = 2 * Slots;

    /// <summary>A vector for every slot and phase, then four offsets.</summary>
    public static int WeightBytes => (Products + 4) * sizeof(TVector);

    public static void Pack(VectorModel model, int group, byte* weights)
    {
        short* offsets = (short*)(weights + (Products * sizeof(TVector)));
        for (int lane = 0; lane < sizeof(TVector) / 2; lane++)
        {
            int channel = (group * PairedRows<TVector>.Channels) + (lane / 2);
            for (int a = 0; a < 3; a++)
            {
                for (int b = 0; b < 3; b++)
                {
                    int slot = WinogradLayout.Slots[(a * 3) + b];
                    int sum = 0;
                    for (int phase = 0; phase < 2; phase++)
                    {
                        for (int column = 0; column < 2; column++)
                        {
                            int weight = Transform(model, channel, phase, column, a, b, mirrored: lane % 2 == 1);
                            ((sbyte*)weights)[((((slot * 2) + phase) * sizeof(TVector)) + (lane * 2)) + column] = (sbyte)weight;
                            sum += weight;
                        }
                    }

                    // M1 enters output 0, M2 both, M3 output 1 with a minus: the offset leaves with the opposite sign.
                    for (int output = 0; output < 4; output++)
                    {
                        int sign = Sign(a, output / 2) * Sign(b, output % 2);
                        offsets[(output * sizeof(TVector) / 2) + lane] -= (short)(sign * WinogradLayout.Offsets[slot] * sum);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* tiles, byte* weights, byte* rows)
    {
        byte* offsets = weights + (Products * sizeof(TVector));
        rows += PairedRows<TVector>.RowBytes;
        if (Registers.AreFew<TVector>())
        {
            ConvolutionPasses<TSimd, TVector>.Run(tiles, weights, offsets, rows);
            return;
        }

        TVector offset00 = TSimd.Load(offsets);
        TVector offset01 = TSimd.Load(offsets + sizeof(TVector));
        TVector offset10 = TSimd.Load(offsets + (2 * sizeof(TVector)));
        TVector offset11 = TSimd.Load(offsets + (3 * sizeof(TVector)));
        TVector w0 = TSimd.Load(weights + (0 * sizeof(TVector)));
        TVector w1 = TSimd.Load(weights + (1 * sizeof(TVector)));
        TVector w2 = TSimd.Load(weights + (2 * sizeof(TVector)));
        TVector w3 = TSimd.Load(weights + (3 * sizeof(TVector)));
        TVector w4 = TSimd.Load(weights + (4 * sizeof(TVector)));
        TVector w5 = TSimd.Load(weights + (5 * sizeof(TVector)));
        TVector w6 = TSimd.Load(weights + (6 * sizeof(TVector)));
        TVector w7 = TSimd.Load(weights + (7 * sizeof(TVector)));
        TVector w8 = TSimd.Load(weights + (8 * sizeof(TVector)));
        TVector w9 = TSimd.Load(weights + (9 * sizeof(TVector)));
        TVector w10 = TSimd.Load(weights + (10 * sizeof(TVector)));
        TVector w11 = TSimd.Load(weights + (11 * sizeof(TVector)));
        TVector w12 = TSimd.Load(weights + (12 * sizeof(TVector)));
        TVector w13 = TSimd.Load(weights + (13 * sizeof(TVector)));
        TVector w14 = TSimd.Load(weights + (14 * sizeof(TVector)));
        TVector w15 = TSimd.Load(weights + (15 * sizeof(TVector)));
        TVector w16 = TSimd.Load(weights + (16 * sizeof(TVector)));
        TVector w17 = TSimd.Load(weights + (17 * sizeof(TVector)));
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            // First digit: row of the pair (or product in time); second: product in frequency.
            TVector plain = Product(6, tiles, w12, w13);
            TVector sum01 = TSimd.Add16(Product(0, tiles, w0, w1), plain);
            TVector sum11 = TSimd.Subtract16(plain, Product(2, tiles, w4, w5));
            plain = Product(8, tiles, w16, w17);
            TVector sum02 = TSimd.Add16(Product(4, tiles, w8, w9), plain);
            TVector sum12 = TSimd.Subtract16(plain, Product(5, tiles, w10, w11));
            plain = Product(7, tiles, w14, w15);
            TVector sum03 = TSimd.Add16(Product(1, tiles, w2, w3), plain);
            TVector sum13 = TSimd.Subtract16(plain, Product(3, tiles, w6, w7));

            StoreRow(
                rows,
                TSimd.Add16(TSimd.Add16(sum01, sum02), offset00),
                TSimd.Add16(TSimd.Subtract16(sum02, sum03), offset01));
            StoreRow(
                rows + PairedRows<TVector>.RowBytes,
                TSimd.Add16(TSimd.Add16(sum11, sum12), offset10),
                TSimd.Add16(TSimd.Subtract16(sum12, sum13), offset11));
            tiles += WinogradLayout.RowPairBytes;
            rows += 2 * PairedRows<TVector>.RowBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Product(int slot, byte* tiles, TVector w0, TVector w1)
    {
        tiles += WinogradLayout.SlotOffset(slot);
        return TSimd.Add16(
            TSimd.MultiplyAdd8(TSimd.Broadcast32((int*)tiles), w0),
            TSimd.MultiplyAdd8(TSimd.Broadcast32((int*)(tiles + WinogradLayout.PhaseBytes)), w1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(byte* row, TVector outer, TVector inner)
    {
        outer = TSimd.ShiftRight16(outer, 3);
        inner = TSimd.Swap16(TSimd.ShiftRight16(inner, 3));
        TSimd.Store(row, TSimd.Blend16(outer, inner));
        TSimd.Store(row + sizeof(TVector), TSimd.Blend16(inner, outer));
    }

    /// <summary>
    /// The weight of product a in time and b in frequency: W0, W0 + W1 or W1 in each dimension. Mirrored, the differences in frequency
    /// (b = 0 or 2) change places and signs.
    /// </summary>
    private static int Transform(VectorModel model, int channel, int phase, int column, int a, int b, bool mirrored)
    {
        if (mirrored && b != 1)
        {
            return -Transform(model, channel, phase, column, a, 2 - b, mirrored: false);
        }

        int sum = 0;
        for (int time = a == 2 ? 1 : 0; time <= (a == 0 ? 0 : 1); time++)
        {
            for (int frequency = b == 2 ? 1 : 0; frequency <= (b == 0 ? 0 : 1); frequency++)
            {
                sum += model.Convolution(channel, (time * 2) + phase, (frequency * 2) + column);
            }
        }

        return sum;
    }

    private static int Sign(int product, int output) => (product, output) switch
    {
        (0, 0) or (1, _) => 1,
        (2, 1) => -1,
        _ => 0,
    };
}
