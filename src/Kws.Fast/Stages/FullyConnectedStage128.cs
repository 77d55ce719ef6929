using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>The fully connected layer, four labels at a time; equals reference layer fc1.</summary>
/// <remarks>
/// Lanes are labels, 32 bits each; one input at a time multiplies the weights of all four. Labels are padded to a multiple of four with
/// zero weights; of the last four only those that exist are written.
/// Bounds: inputs are within [-214,272, 221,184], logits without bias within [-113,246,208, 109,707,264], biases within +-2^30.
/// </remarks>
internal static unsafe class FullyConnectedStage128<TSimd, TFour>
    where TSimd : ISimd128<TFour>
{
    private static int LabelsAtOnce => Vector128<int>.Count;

    public static int WeightBytes(int labels) =>
        (labels + LabelsAtOnce - 1) / LabelsAtOnce * (1 + VectorModel.PointwiseChannels) * sizeof(Vector128<int>);

    /// <summary>For every four labels their biases, then for every input their weights.</summary>
    public static void Pack(VectorModel model, byte* weights)
    {
        int* values = (int*)weights;
        for (int first = 0; first < model.Labels; first += LabelsAtOnce)
        {
            for (int input = -1; input < VectorModel.PointwiseChannels; input++)
            {
                for (int label = first; label < first + LabelsAtOnce; label++)
                {
                    *values++ = label >= model.Labels ? 0 : input < 0 ? model.Bias(label) : model.FullyConnected(label, input);
                }
            }
        }
    }

    /// <param name="input">16 values of 32 bits.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="logits">Receives the logits.</param>
    /// <param name="labels">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* input, byte* weights, int* logits, int labels)
    {
        Vector128<int>* column = (Vector128<int>*)weights;
        for (int label = 0; label < labels; label += LabelsAtOnce)
        {
            Vector128<int> sum0 = Vector128.LoadAligned((int*)column);
            Vector128<int> sum1 = Vector128<int>.Zero;
            column++;
            for (int i = 0; i < VectorModel.PointwiseChannels; i += Vector128<int>.Count)
            {
                Vector128<int> values = Vector128.LoadAligned((int*)input + i);
                sum0 = TSimd.MultiplyAdd32(sum0, Vector128.LoadAligned((int*)column), values, 0);
                sum1 = TSimd.MultiplyAdd32(sum1, Vector128.LoadAligned((int*)(column + 1)), values, 1);
                sum0 = TSimd.MultiplyAdd32(sum0, Vector128.LoadAligned((int*)(column + 2)), values, 2);
                sum1 = TSimd.MultiplyAdd32(sum1, Vector128.LoadAligned((int*)(column + 3)), values, 3);
                column += Vector128<int>.Count;
            }

            Vector128<int> sum = sum0 + sum1;
            if (labels - label >= LabelsAtOnce)
            {
                sum.Store(logits + label);
            }
            else
            {
                for (int i = 0; i < labels - label; i++)
                {
                    logits[label + i] = sum[i];
                }
            }
        }
    }
}
