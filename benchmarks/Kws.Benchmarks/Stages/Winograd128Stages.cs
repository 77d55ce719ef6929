using System.Runtime.CompilerServices;
using Kws.Fast.Simd;
using Kws.Fast.Stages;

namespace Kws.Benchmarks.Stages;

/// <summary>
/// The stages of <see cref="Kws.Fast.Kernels.Winograd128{TSimd, TFour, TConvolution}"/>. Every group of channels has rows of its own here,
/// so that the depthwise stage finds those of all groups.
/// </summary>
internal sealed unsafe class Winograd128Stages<TSimd, TFour, TConvolution> : KernelStages
    where TSimd : ISimd128<TFour>
    where TConvolution : IConvolutionStage128
{
    private const int Groups = WinogradLayout128.Groups;
    private const int RowsBytes = WinogradLayout128.RowsBytes;
    private const int PooledBytes = VectorModel.ConvChannels * 4;
    private const int PointwiseBytes = VectorModel.PointwiseChannels * 4;

    private readonly AlignedMemory _weights;
    private readonly AlignedMemory _fingerprint = new(VectorModel.FingerprintLength);
    private readonly AlignedMemory _memory = new((Groups * RowsBytes) + PooledBytes + PointwiseBytes + TileBytes);
    private readonly int[] _logits;

    public Winograd128Stages(VectorModel model, sbyte[] fingerprint)
    {
        fingerprint.CopyTo(new Span<sbyte>(_fingerprint.Address, VectorModel.FingerprintLength));
        new Span<byte>(Rows, Groups * RowsBytes).Clear();
        _logits = GC.AllocateArray<int>(model.Labels, pinned: true);
        _weights = new AlignedMemory(FullyConnectedWeights + FullyConnectedStage128<TSimd, TFour>.WeightBytes(model.Labels));
        for (int group = 0; group < Groups; group++)
        {
            TConvolution.Pack(model, group, ConvolutionWeights(group));
            DepthwisePoolStage128<TSimd, TFour>.Pack(model, group, DepthwiseWeights(group));
        }

        PointwiseStage128<TSimd, TFour>.Pack(model, _weights.Address + PointwiseWeights);
        FullyConnectedStage128<TSimd, TFour>.Pack(model, _weights.Address + FullyConnectedWeights);
    }

    private static int TileBytes => InputTransform128<TSimd, TFour, TConvolution>.Bytes;

    private static int GroupBytes => TConvolution.WeightBytes + DepthwisePoolStage128<TSimd, TFour>.WeightBytes;

    private static int PointwiseWeights => Groups * GroupBytes;

    private static int FullyConnectedWeights => PointwiseWeights + PointwiseStage128<TSimd, TFour>.WeightBytes;

    private byte* Rows => _memory.Address;

    private byte* Pooled => Rows + (Groups * RowsBytes);

    private byte* Mixed => Pooled + PooledBytes;

    private byte* Tiles => Mixed + PointwiseBytes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void InputTransform() => InputTransform128<TSimd, TFour, TConvolution>.Run((sbyte*)_fingerprint.Address, Tiles);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Convolution()
    {
        for (int group = 0; group < Groups; group++)
        {
            TConvolution.Run(Tiles, ConvolutionWeights(group), Rows + (group * RowsBytes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DepthwisePool()
    {
        for (int group = 0; group < Groups; group++)
        {
            DepthwisePoolStage128<TSimd, TFour>.Run(
                Rows + (group * RowsBytes), DepthwiseWeights(group), Pooled + (group * WinogradLayout128.Channels * 4));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Pointwise() => PointwiseStage128<TSimd, TFour>.Run(Pooled, _weights.Address + PointwiseWeights, Mixed);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void FullyConnected()
    {
        fixed (int* logits = _logits)
        {
            FullyConnectedStage128<TSimd, TFour>.Run(Mixed, _weights.Address + FullyConnectedWeights, logits, _logits.Length);
        }
    }

    public override int[] Logits() => [.. _logits];

    private byte* ConvolutionWeights(int group) => _weights.Address + (group * GroupBytes);

    private byte* DepthwiseWeights(int group) => ConvolutionWeights(group) + TConvolution.WeightBytes;
}
