using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>The fully connected layer, four labels at a time; equals reference layer fc1.</summary>
/// <remarks>
/// A vector holds in its 128-bit lane q the inputs 4q..4q + 3. Shuffle n spreads input 4q + n over the four 32-bit lanes of q, which
/// meet its weights for four labels; at the end the 128-bit lanes are added. Labels are padded to a multiple of four with zero weights.
/// Bounds: inputs are within [-214,272, 221,184], logits without bias within [-113,246,208, 109,707,264], biases within +-2^30.
/// </remarks>
internal static unsafe class FullyConnectedStage<TSimd, TVector>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    private const int LabelsAtOnce = 4;
    private const int BiasBytes = LabelsAtOnce * 4;

    /// <summary>Bytes of the weights of four labels, without the biases, which stand behind all weights.</summary>
    private const int BlockBytes = VectorModel.PointwiseChannels * LabelsAtOnce * 4;

    public static int WeightBytes(int labels) => Blocks(labels) * (BlockBytes + BiasBytes);

    public static void Pack(VectorModel model, byte* weights)
    {
        int* values = (int*)weights;
        for (int block = 0; block < Blocks(model.Labels); block++)
        {
            for (int shuffle = 0; shuffle < 4; shuffle++)
            {
                for (int lane = 0; lane < VectorModel.PointwiseChannels / 4; lane++)
                {
                    for (int i = 0; i < LabelsAtOnce; i++)
                    {
                        int label = (block * LabelsAtOnce) + i;
                        int vector = (lane * 16 / sizeof(TVector) * 4) + shuffle;
                        int index = (vector * sizeof(TVector) / 4) + (lane * 4 % (sizeof(TVector) / 4)) + i;
                        values[(block * BlockBytes / 4) + index] =
                            label < model.Labels ? model.FullyConnected(label, (lane * 4) + shuffle) : 0;
                    }
                }
            }
        }

        int* biases = (int*)(weights + (Blocks(model.Labels) * BlockBytes));
        for (int label = 0; label < model.Labels; label++)
        {
            biases[label] = model.Bias(label);
        }
    }

    /// <param name="input">16 values of 32 bits.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="logits">Receives the logits.</param>
    /// <param name="labels">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* input, byte* weights, int* logits, int labels)
    {
        byte* biases = weights + (Blocks(labels) * BlockBytes);
        for (int label = 0; label < labels; label += LabelsAtOnce)
        {
            TVector sum = TSimd.Constant32(0);
            for (int offset = 0; offset < VectorModel.PointwiseChannels * 4; offset += sizeof(TVector))
            {
                TVector values = TSimd.Load(input + offset);
                sum = TSimd.Add32(sum, TSimd.Multiply32(TSimd.Shuffle32(values, 0b00_00_00_00), TSimd.Load(weights)));
                sum = TSimd.Add32(sum, TSimd.Multiply32(TSimd.Shuffle32(values, 0b01_01_01_01), TSimd.Load(weights + sizeof(TVector))));
                sum = TSimd.Add32(
                    sum, TSimd.Multiply32(TSimd.Shuffle32(values, 0b10_10_10_10), TSimd.Load(weights + (2 * sizeof(TVector)))));
                sum = TSimd.Add32(
                    sum, TSimd.Multiply32(TSimd.Shuffle32(values, 0b11_11_11_11), TSimd.Load(weights + (3 * sizeof(TVector)))));
                weights += 4 * sizeof(TVector);
            }

            Vector128<int> four = TSimd.Sum128(sum) + Vector128.Load((int*)biases + label);
            if (labels - label >= LabelsAtOnce)
            {
                four.Store(logits + label);
            }
            else
            {
                for (int i = 0; i < labels - label; i++)
                {
                    logits[label + i] = four[i];
                }
            }
        }
    }

    private static int Blocks(int labels) => (labels + LabelsAtOnce - 1) / LabelsAtOnce;
}
