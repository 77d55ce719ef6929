using Kws.Fast.Simd;
using Kws.Fast.Stages;

namespace Kws.Fast.Kernels;

/// <summary>
/// The vector kernel of every register width: the fingerprint is transformed once, then every group of channels goes through convolution
/// and depthwise + pool within a few kilobytes, and the 48 maxima through the pointwise and the fully connected layer.
/// </summary>
/// <remarks>
/// The stages and <see cref="Infer"/> are compiled with full optimisation at once: in the JIT's first tier, where nothing is inlined, a vector
/// operation is a call, and a process that classifies a few thousand fingerprints would spend most of its time there.
/// </remarks>
/// <typeparam name="TSimd">The instructions.</typeparam>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="TInput">The input transform.</typeparam>
/// <typeparam name="TDepthwise">The depthwise convolution and pool.</typeparam>
/// <typeparam name="TAccumulate">Multiply and accumulate, for the pointwise convolution.</typeparam>
internal abstract unsafe class Winograd<TSimd, TVector, TInput, TDepthwise, TAccumulate> : Kernel
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TInput : IInputTransform
    where TDepthwise : IDepthwisePool
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
            ConvolutionStage<TSimd, TVector>.Pack(model, group, weights + (group * GroupBytes));
            TDepthwise.Pack(model, group, weights + (group * GroupBytes) + ConvolutionStage<TSimd, TVector>.WeightBytes);
        }

        PointwiseStage<TSimd, TVector, TAccumulate>.Pack(model, weights + PointwiseWeights);
        FullyConnectedStage<TSimd, TVector>.Pack(model, weights + FullyConnectedWeights);
    }

    private static int Groups => VectorModel.ConvChannels / ConvolutionStage<TSimd, TVector>.Channels;

    private static int GroupBytes => ConvolutionStage<TSimd, TVector>.WeightBytes + TDepthwise.WeightBytes;

    private static int PointwiseWeights => Groups * GroupBytes;

    private static int FullyConnectedWeights => PointwiseWeights + PointwiseStage<TSimd, TVector, TAccumulate>.WeightBytes;

    private static int ScratchBytes =>
        WinogradLayout.TileBytes + ConvolutionStage<TSimd, TVector>.RowsBytes + PooledBytes + PointwiseBytes + AlignedMemory.Alignment;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public sealed override int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits)
    {
        byte* scratch = stackalloc byte[ScratchBytes];
        byte* tiles = AlignedMemory.Align(scratch);
        byte* rows = tiles + WinogradLayout.TileBytes;
        byte* pooled = rows + ConvolutionStage<TSimd, TVector>.RowsBytes;
        byte* pointwise = pooled + PooledBytes;
        byte* weights = _weights.Address;
        int count = logits.Length / _labels;
        ArgumentOutOfRangeException.ThrowIfLessThan(fingerprints.Length, count * VectorModel.FingerprintLength);
        ClearPadding(rows);
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
                for (int channel = 0; channel < VectorModel.ConvChannels; channel += ConvolutionStage<TSimd, TVector>.Channels)
                {
                    ConvolutionStage<TSimd, TVector>.Run(tiles, groupWeights, rows);
                    TDepthwise.Run(
                        rows, groupWeights + ConvolutionStage<TSimd, TVector>.WeightBytes, pooled + (channel * 4));
                    groupWeights += GroupBytes;
                }

                PointwiseStage<TSimd, TVector, TAccumulate>.Run(pooled, weights + PointwiseWeights, pointwise);
                FullyConnectedStage<TSimd, TVector>.Run(pointwise, weights + FullyConnectedWeights, firstLogits + ((nint)i * _labels), _labels);
            }
        }

        GC.KeepAlive(_weights);
        return count;
    }

    public sealed override void Convolution(ReadOnlySpan<sbyte> fingerprint, Span<int> output)
    {
        var scratch = new AlignedMemory(WinogradLayout.TileBytes + ConvolutionStage<TSimd, TVector>.RowsBytes);
        byte* tiles = scratch.Address;
        byte* rows = tiles + WinogradLayout.TileBytes;
        fixed (sbyte* values = fingerprint)
        {
            TInput.Run(values, tiles);
        }

        for (int group = 0; group < Groups; group++)
        {
            ConvolutionStage<TSimd, TVector>.Run(tiles, _weights.Address + (group * GroupBytes), rows);
            for (int i = 0; i < VectorModel.ConvTime * VectorModel.ConvFrequency * ConvolutionStage<TSimd, TVector>.Channels; i++)
            {
                (int plain, int packed) = RowIndex(group, i);
                output[plain] = ((short*)rows)[packed];
            }
        }

        GC.KeepAlive(scratch);
        GC.KeepAlive(_weights);
    }

    public sealed override void DepthwisePool(ReadOnlySpan<int> input, Span<int> output)
    {
        var scratch = new AlignedMemory(ConvolutionStage<TSimd, TVector>.RowsBytes + PooledBytes);
        byte* rows = scratch.Address;
        byte* pooled = rows + ConvolutionStage<TSimd, TVector>.RowsBytes;
        ClearPadding(rows);
        for (int group = 0; group < Groups; group++)
        {
            for (int i = 0; i < VectorModel.ConvTime * VectorModel.ConvFrequency * ConvolutionStage<TSimd, TVector>.Channels; i++)
            {
                (int plain, int packed) = RowIndex(group, i);
                ((short*)rows)[packed] = (short)input[plain];
            }

            byte* weights = _weights.Address + (group * GroupBytes) + ConvolutionStage<TSimd, TVector>.WeightBytes;
            TDepthwise.Run(rows, weights, pooled + (group * sizeof(TVector)));
        }

        new ReadOnlySpan<int>(pooled, VectorModel.ConvChannels).CopyTo(output);
        GC.KeepAlive(scratch);
        GC.KeepAlive(_weights);
    }

    public sealed override void Pointwise(ReadOnlySpan<int> input, Span<int> output)
    {
        var scratch = new AlignedMemory(PooledBytes + PointwiseBytes);
        input.CopyTo(new Span<int>(scratch.Address, VectorModel.ConvChannels));
        byte* result = scratch.Address + PooledBytes;
        PointwiseStage<TSimd, TVector, TAccumulate>.Run(scratch.Address, _weights.Address + PointwiseWeights, result);
        new ReadOnlySpan<int>(result, VectorModel.PointwiseChannels).CopyTo(output);
        GC.KeepAlive(scratch);
        GC.KeepAlive(_weights);
    }

    public sealed override void FullyConnected(ReadOnlySpan<int> input, Span<int> logits)
    {
        var scratch = new AlignedMemory(PointwiseBytes);
        input.CopyTo(new Span<int>(scratch.Address, VectorModel.PointwiseChannels));
        fixed (int* result = logits)
        {
            FullyConnectedStage<TSimd, TVector>.Run(scratch.Address, _weights.Address + FullyConnectedWeights, result, _labels);
        }

        GC.KeepAlive(scratch);
        GC.KeepAlive(_weights);
    }

    /// <summary>Rows -1 and 14 of the convolution's output are the zeros that SAME padding asks for.</summary>
    private static void ClearPadding(byte* rows)
    {
        new Span<byte>(rows, 2 * sizeof(TVector)).Clear();
        new Span<byte>(rows + ConvolutionStage<TSimd, TVector>.RowsBytes - (2 * sizeof(TVector)), 2 * sizeof(TVector)).Clear();
    }

    /// <summary>Where value i of a group stands in a [time][frequency][channel] array and in the packed rows of 16-bit values.</summary>
    private static (int Plain, int Packed) RowIndex(int group, int i)
    {
        int channels = ConvolutionStage<TSimd, TVector>.Channels;
        (int position, int channel) = Math.DivRem(i, channels);
        (int time, int frequency) = Math.DivRem(position, VectorModel.ConvFrequency);
        int vector = ((time + 1) * 2) + (frequency / 2);
        return ((position * VectorModel.ConvChannels) + (group * channels) + channel, (((vector * channels) + channel) * 2) + (frequency % 2));
    }
}
