using Kws.Fast.Simd;
using Kws.Fast.Stages;

namespace Kws.Fast.Kernels;

/// <summary>
/// The vector kernel of 128-bit registers: the fingerprint is transformed once, then every group of eight channels goes through convolution
/// and depthwise + pool, a 16-bit lane a channel, and the 48 maxima through the pointwise and the fully connected layer.
/// </summary>
/// <typeparam name="TSimd">The instructions of all stages but the convolution.</typeparam>
/// <typeparam name="TFour">What their widening multiplication takes.</typeparam>
/// <typeparam name="TConvolution">The convolution.</typeparam>
internal abstract unsafe partial class Winograd128<TSimd, TFour, TConvolution> : Kernel
    where TSimd : ISimd128<TFour>
    where TConvolution : IConvolutionStage128
{
    private const int PooledBytes = VectorModel.ConvChannels * 4;
    private const int PointwiseBytes = VectorModel.PointwiseChannels * 4;
    private const int PooledGroupBytes = WinogradLayout128.Channels * 4;

    private readonly AlignedMemory _weights;
    private readonly int _labels;

    protected Winograd128(VectorModel model)
    {
        _labels = model.Labels;
        _weights = new AlignedMemory(FullyConnectedWeights + FullyConnectedStage128<TSimd, TFour>.WeightBytes(_labels));
        byte* weights = _weights.Address;
        for (int group = 0; group < WinogradLayout128.Groups; group++)
        {
            TConvolution.Pack(model, group, weights + (group * GroupBytes));
            DepthwisePoolStage128<TSimd, TFour>.Pack(model, group, weights + (group * GroupBytes) + TConvolution.WeightBytes);
        }

        PointwiseStage128<TSimd, TFour>.Pack(model, weights + PointwiseWeights);
        FullyConnectedStage128<TSimd, TFour>.Pack(model, weights + FullyConnectedWeights);
    }

    private static int GroupBytes => TConvolution.WeightBytes + DepthwisePoolStage128<TSimd, TFour>.WeightBytes;

    private static int PointwiseWeights => WinogradLayout128.Groups * GroupBytes;

    private static int FullyConnectedWeights => PointwiseWeights + PointwiseStage128<TSimd, TFour>.WeightBytes;

    private static int TileBytes => InputTransform128<TSimd, TFour, TConvolution>.Bytes;

    private static int ScratchBytes => TileBytes + WinogradLayout128.RowsBytes + PooledBytes + PointwiseBytes + AlignedMemory.Alignment;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public sealed override int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits)
    {
        byte* scratch = stackalloc byte[ScratchBytes];
        byte* rows = AlignedMemory.Align(scratch);
        byte* pooled = rows + WinogradLayout128.RowsBytes;
        byte* pointwise = pooled + PooledBytes;
        byte* tiles = pointwise + PointwiseBytes;
        byte* weights = _weights.Address;
        int count = logits.Length / _labels;
        ClearPadding(rows);
        fixed (sbyte* firstFingerprint = fingerprints)
        fixed (int* firstLogits = logits)
        {
            for (int i = 0; i < count; i++)
            {
                if (!InputTransform128<TSimd, TFour, TConvolution>.Run(firstFingerprint + ((nint)i * VectorModel.FingerprintLength), tiles))
                {
                    return i;
                }

                byte* groupWeights = weights;
                for (int group = 0; group < WinogradLayout128.Groups; group++)
                {
                    TConvolution.Run(tiles, groupWeights, rows);
                    DepthwisePoolStage128<TSimd, TFour>.Run(
                        rows, groupWeights + TConvolution.WeightBytes, pooled + (group * PooledGroupBytes));
                    groupWeights += GroupBytes;
                }

                PointwiseStage128<TSimd, TFour>.Run(pooled, weights + PointwiseWeights, pointwise);
                FullyConnectedStage128<TSimd, TFour>.Run(
                    pointwise, weights + FullyConnectedWeights, firstLogits + ((nint)i * _labels), _labels);
            }
        }

        GC.KeepAlive(_weights);
        return count;
    }

    /// <summary>Rows -1 and 14 of the convolution's output are the zeros that SAME padding asks for.</summary>
    private static void ClearPadding(byte* rows)
    {
        new Span<byte>(rows, WinogradLayout128.RowBytes).Clear();
        new Span<byte>(rows + WinogradLayout128.RowsBytes - WinogradLayout128.RowBytes, WinogradLayout128.RowBytes).Clear();
    }
}
