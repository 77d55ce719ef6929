using System.Runtime.CompilerServices;
using Kws.Fast.Simd;
using Kws.Fast.Stages;

namespace Kws.Benchmarks.Stages;

/// <summary>
/// The stages of <see cref="Kws.Fast.Kernels.Winograd{TSimd, TVector, TInput, TConvolution, TAccumulate}"/>. Every group of channels has
/// rows of its own here, so that the depthwise stage finds those of all groups.
/// </summary>
internal sealed unsafe class WinogradStages<TSimd, TVector, TInput, TConvolution, TAccumulate> : KernelStages
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TInput : IInputTransform
    where TConvolution : IConvolutionStage
    where TAccumulate : IAccumulate<TVector>
{
    private const int PooledBytes = VectorModel.ConvChannels * 4;
    private const int PointwiseBytes = VectorModel.PointwiseChannels * 4;

    private readonly AlignedMemory _weights;
    private readonly AlignedMemory _fingerprint = new(VectorModel.FingerprintLength);
    private readonly AlignedMemory _memory;
    private readonly int[] _logits;

    public WinogradStages(VectorModel model, sbyte[] fingerprint)
    {
        fingerprint.CopyTo(new Span<sbyte>(_fingerprint.Address, VectorModel.FingerprintLength));
        _memory = new AlignedMemory(TInput.TileBytes + (Groups * RowsBytes) + (2 * PooledBytes) + PointwiseBytes);
        new Span<byte>(Rows, Groups * RowsBytes).Clear();
        _logits = GC.AllocateArray<int>(model.Labels, pinned: true);
        _weights = new AlignedMemory(FullyConnectedWeights + FullyConnectedStage<TSimd, TVector>.WeightBytes(model.Labels));
        for (int group = 0; group < Groups; group++)
        {
            TConvolution.Pack(model, group, ConvolutionWeights(group));
            DepthwisePoolStage<TSimd, TVector, TAccumulate>.Pack(model, group, DepthwiseWeights(group));
        }

        PointwiseStage<TSimd, TVector, TAccumulate>.Pack(model, _weights.Address + PointwiseWeights);
        FullyConnectedStage<TSimd, TVector>.Pack(model, _weights.Address + FullyConnectedWeights);
    }

    private static int Channels => PairedRows<TVector>.Channels;

    private static int Groups => VectorModel.ConvChannels / Channels;

    private static int RowsBytes => PairedRows<TVector>.Bytes;

    private static int GroupBytes => TConvolution.WeightBytes + DepthwisePoolStage<TSimd, TVector, TAccumulate>.WeightBytes;

    private static int PointwiseWeights => Groups * GroupBytes;

    private static int FullyConnectedWeights => PointwiseWeights + PointwiseStage<TSimd, TVector, TAccumulate>.WeightBytes;

    private byte* Tiles => _memory.Address;

    private byte* Rows => Tiles + TInput.TileBytes;

    private byte* Pooled => Rows + (Groups * RowsBytes);

    private byte* Overwritten => Pooled + PooledBytes;

    private byte* Mixed => Overwritten + PooledBytes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void InputTransform() => TInput.Run((sbyte*)_fingerprint.Address, Tiles);

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
            DepthwisePoolStage<TSimd, TVector, TAccumulate>.Run(
                Rows + (group * RowsBytes), DepthwiseWeights(group), Pooled + (group * Channels * 4));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Pointwise()
    {
        // The stage overwrites its input: the next call must find it as it was.
        new Span<byte>(Pooled, PooledBytes).CopyTo(new Span<byte>(Overwritten, PooledBytes));
        PointwiseStage<TSimd, TVector, TAccumulate>.Run(Overwritten, _weights.Address + PointwiseWeights, Mixed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void FullyConnected()
    {
        fixed (int* logits = _logits)
        {
            FullyConnectedStage<TSimd, TVector>.Run(Mixed, _weights.Address + FullyConnectedWeights, logits, _logits.Length);
        }
    }

    public override int[] Logits() => [.. _logits];

    private byte* ConvolutionWeights(int group) => _weights.Address + (group * GroupBytes);

    private byte* DepthwiseWeights(int group) => ConvolutionWeights(group) + TConvolution.WeightBytes;
}
