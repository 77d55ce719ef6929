using Kws.Fast.Simd;
using Kws.Fast.Stages;

namespace Kws.Fast.Kernels;

/// <summary>
/// The vector kernel of every register width: the fingerprint is transformed once, then every group of channels goes through convolution
/// and depthwise + pool within a few kilobytes, and the 48 maxima through the pointwise and the fully connected layer.
/// </summary>
/// <remarks>
/// The stages and <see cref="Infer"/> are compiled with full optimisation at once: in the JIT's first tier, where nothing is inlined, a
/// vector operation is a call, and a process that classifies a few thousand fingerprints would spend most of its time there.
/// </remarks>
/// <typeparam name="TSimd">The instructions.</typeparam>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="TInput">The input transform.</typeparam>
/// <typeparam name="TConvolution">The convolution.</typeparam>
/// <typeparam name="TAccumulate">Multiply and accumulate, for the stages after it.</typeparam>
internal abstract unsafe partial class Winograd<TSimd, TVector, TInput, TConvolution, TAccumulate> : Kernel
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TInput : IInputTransform
    where TConvolution : IConvolutionStage
    where TAccumulate : IAccumulate<TVector>
{
    private const int PooledBytes = VectorModel.ConvChannels * 4;
    private const int PointwiseBytes = VectorModel.PointwiseChannels * 4;

    private readonly AlignedMemory _weights;
    private readonly int _labels;

    protected Winograd(VectorModel model)
    {
        _labels = model.Labels;
        _weights = new AlignedMemory(FullyConnectedWeights + FullyConnectedStage<TSimd, TVector>.WeightBytes(_labels));
        byte* weights = _weights.Address;
        for (int group = 0; group < Groups; group++)
        {
            TConvolution.Pack(model, group, weights + (group * GroupBytes));
            DepthwisePoolStage<TSimd, TVector, TAccumulate>.Pack(model, group, weights + (group * GroupBytes) + TConvolution.WeightBytes);
        }

        PointwiseStage<TSimd, TVector, TAccumulate>.Pack(model, weights + PointwiseWeights);
        FullyConnectedStage<TSimd, TVector>.Pack(model, weights + FullyConnectedWeights);
    }

    private static int Groups => VectorModel.ConvChannels / PairedRows<TVector>.Channels;

    private static int GroupBytes => TConvolution.WeightBytes + DepthwisePoolStage<TSimd, TVector, TAccumulate>.WeightBytes;

    private static int PointwiseWeights => Groups * GroupBytes;

    private static int FullyConnectedWeights => PointwiseWeights + PointwiseStage<TSimd, TVector, TAccumulate>.WeightBytes;

    private static int ScratchBytes =>
        TInput.TileBytes + PairedRows<TVector>.Bytes + PooledBytes + PointwiseBytes + AlignedMemory.Alignment;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public sealed override int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits)
    {
        byte* scratch = stackalloc byte[ScratchBytes];
        byte* tiles = AlignedMemory.Align(scratch);
        byte* rows = tiles + TInput.TileBytes;
        byte* pooled = rows + PairedRows<TVector>.Bytes;
        byte* pointwise = pooled + PooledBytes;
        byte* weights = _weights.Address;
        int count = logits.Length / _labels;
        ArgumentOutOfRangeException.ThrowIfLessThan(fingerprints.Length, count * VectorModel.FingerprintLength);
        PairedRows<TVector>.ClearPadding(rows);
        fixed (sbyte* firstFingerprint = fingerprints)
        fixed (int* firstLogits = logits)
        {
            for (int i = 0; i < count; i++)
            {
                if (!TInput.Run(firstFingerprint + ((nint)i * VectorModel.FingerprintLength), tiles))
                {
                    return i;
                }

                byte* groupWeights = weights;
                for (int channel = 0; channel < VectorModel.ConvChannels; channel += PairedRows<TVector>.Channels)
                {
                    TConvolution.Run(tiles, groupWeights, rows);
                    DepthwisePoolStage<TSimd, TVector, TAccumulate>.Run(
                        rows, groupWeights + TConvolution.WeightBytes, pooled + (channel * 4));
                    groupWeights += GroupBytes;
                }

                PointwiseStage<TSimd, TVector, TAccumulate>.Run(pooled, weights + PointwiseWeights, pointwise);
                FullyConnectedStage<TSimd, TVector>.Run(
                    pointwise, weights + FullyConnectedWeights, firstLogits + ((nint)i * _labels), _labels);
            }
        }

        GC.KeepAlive(_weights);
        return count;
    }
}
