using Kws.Fast.Stages;

namespace Kws.Fast.Kernels;

/// <content>The stages alone.</content>
internal abstract unsafe partial class Winograd128<TSimd, TFour, TConvolution>
{
    public sealed override KernelStages Stages() => new StagesInMemory(this);

    /// <summary>Every group of channels has rows of its own here, so that the depthwise stage finds those of all groups.</summary>
    private sealed class StagesInMemory : KernelStages
    {
        private const int Groups = WinogradLayout128.Groups;
        private const int RowsBytes = WinogradLayout128.RowsBytes;
        private const int GroupValues = VectorModel.ConvTime * VectorModel.ConvFrequency * WinogradLayout128.Channels;

        private readonly Winograd128<TSimd, TFour, TConvolution> _kernel;
        private readonly AlignedMemory _fingerprint = new(VectorModel.FingerprintLength);
        private readonly AlignedMemory _memory = new((Groups * RowsBytes) + PooledBytes + PointwiseBytes + TileBytes);
        private readonly int[] _logits;

        public StagesInMemory(Winograd128<TSimd, TFour, TConvolution> kernel)
        {
            _kernel = kernel;
            _logits = GC.AllocateArray<int>(kernel._labels, pinned: true);
            new Span<byte>(Rows, Groups * RowsBytes).Clear();
        }

        public override Span<sbyte> Fingerprint => new(_fingerprint.Address, VectorModel.FingerprintLength);

        public override Span<int> Pooled => new(PooledAddress, VectorModel.ConvChannels);

        public override Span<int> Mixed => new(MixedAddress, VectorModel.PointwiseChannels);

        public override Span<int> Logits => _logits;

        private byte* Weights => _kernel._weights.Address;

        private byte* Rows => _memory.Address;

        private byte* PooledAddress => Rows + (Groups * RowsBytes);

        private byte* MixedAddress => PooledAddress + PooledBytes;

        private byte* Tiles => MixedAddress + PointwiseBytes;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override bool InputTransform() =>
            InputTransform128<TSimd, TFour, TConvolution>.Run((sbyte*)_fingerprint.Address, Tiles);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Convolution()
        {
            for (int group = 0; group < Groups; group++)
            {
                TConvolution.Run(Tiles, Weights + (group * GroupBytes), Rows + (group * RowsBytes));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void DepthwisePool()
        {
            for (int group = 0; group < Groups; group++)
            {
                DepthwisePoolStage128<TSimd, TFour>.Run(
                    Rows + (group * RowsBytes), Weights + (group * GroupBytes) + TConvolution.WeightBytes,
                    PooledAddress + (group * PooledGroupBytes));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Pointwise() => PointwiseStage128<TSimd, TFour>.Run(PooledAddress, Weights + PointwiseWeights, MixedAddress);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void FullyConnected()
        {
            fixed (int* logits = _logits)
            {
                FullyConnectedStage128<TSimd, TFour>.Run(MixedAddress, Weights + FullyConnectedWeights, logits, _logits.Length);
            }
        }

        public override void ReadRows(Span<int> values)
        {
            for (int group = 0; group < Groups; group++)
            {
                var rows = (short*)(Rows + (group * RowsBytes) + WinogradLayout128.RowBytes);
                for (int i = 0; i < GroupValues; i++)
                {
                    values[PlainIndex(group, i)] = rows[i];
                }
            }
        }

        public override void WriteRows(ReadOnlySpan<int> values)
        {
            for (int group = 0; group < Groups; group++)
            {
                var rows = (short*)(Rows + (group * RowsBytes) + WinogradLayout128.RowBytes);
                for (int i = 0; i < GroupValues; i++)
                {
                    rows[i] = (short)values[PlainIndex(group, i)];
                }
            }
        }

        /// <summary>The place of value i of a group, [time][frequency][lane], in a [time][frequency][channel] array.</summary>
        private static int PlainIndex(int group, int i)
        {
            (int position, int lane) = Math.DivRem(i, WinogradLayout128.Channels);
            return (position * VectorModel.ConvChannels) + (group * WinogradLayout128.Channels) + lane;
        }
    }
}
