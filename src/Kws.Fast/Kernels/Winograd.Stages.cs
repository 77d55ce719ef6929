using Kws.Fast.Stages;

namespace Kws.Fast.Kernels;

/// <content>The stages alone.</content>
internal abstract unsafe partial class Winograd<TSimd, TVector, TInput, TConvolution, TAccumulate>
{
    public sealed override KernelStages Stages() => new StagesInMemory(this);

    /// <summary>Every group of channels has rows of its own here, so that the depthwise stage finds those of all groups.</summary>
    private sealed class StagesInMemory : KernelStages
    {
        private readonly Winograd<TSimd, TVector, TInput, TConvolution, TAccumulate> _kernel;
        private readonly AlignedMemory _fingerprint = new(VectorModel.FingerprintLength);
        private readonly AlignedMemory _memory = new(TInput.TileBytes + (Groups * RowsBytes) + (2 * PooledBytes) + PointwiseBytes);
        private readonly int[] _logits;

        public StagesInMemory(Winograd<TSimd, TVector, TInput, TConvolution, TAccumulate> kernel)
        {
            _kernel = kernel;
            _logits = GC.AllocateArray<int>(kernel._labels, pinned: true);
            new Span<byte>(Rows, Groups * RowsBytes).Clear();
        }

        public override Span<sbyte> Fingerprint => new(_fingerprint.Address, VectorModel.FingerprintLength);

        public override Span<int> Pooled => new(PooledAddress, VectorModel.ConvChannels);

        public override Span<int> Mixed => new(MixedAddress, VectorModel.PointwiseChannels);

        public override Span<int> Logits => _logits;

        private static int RowsBytes => PairedRows<TVector>.Bytes;

        private byte* Weights => _kernel._weights.Address;

        private byte* Tiles => _memory.Address;

        private byte* Rows => Tiles + TInput.TileBytes;

        private byte* PooledAddress => Rows + (Groups * RowsBytes);

        private byte* Overwritten => PooledAddress + PooledBytes;

        private byte* MixedAddress => Overwritten + PooledBytes;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override bool InputTransform() => TInput.Run((sbyte*)_fingerprint.Address, Tiles);

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
                DepthwisePoolStage<TSimd, TVector, TAccumulate>.Run(
                    Rows + (group * RowsBytes), Weights + (group * GroupBytes) + TConvolution.WeightBytes,
                    PooledAddress + (group * sizeof(TVector)));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Pointwise()
        {
            // The stage overwrites its input: the next call must find it as it was.
            new Span<byte>(PooledAddress, PooledBytes).CopyTo(new Span<byte>(Overwritten, PooledBytes));
            PointwiseStage<TSimd, TVector, TAccumulate>.Run(Overwritten, Weights + PointwiseWeights, MixedAddress);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void FullyConnected()
        {
            fixed (int* logits = _logits)
            {
                FullyConnectedStage<TSimd, TVector>.Run(MixedAddress, Weights + FullyConnectedWeights, logits, _logits.Length);
            }
        }

        public override void ReadRows(Span<int> values)
        {
            for (int group = 0; group < Groups; group++)
            {
                var rows = (short*)(Rows + (group * RowsBytes));
                for (int i = 0; i < PairedRows<TVector>.Values; i++)
                {
                    (int plain, int packed) = PairedRows<TVector>.Index(group, i);
                    values[plain] = rows[packed];
                }
            }
        }

        public override void WriteRows(ReadOnlySpan<int> values)
        {
            for (int group = 0; group < Groups; group++)
            {
                var rows = (short*)(Rows + (group * RowsBytes));
                for (int i = 0; i < PairedRows<TVector>.Values; i++)
                {
                    (int plain, int packed) = PairedRows<TVector>.Index(group, i);
                    rows[packed] = (short)values[plain];
                }
            }
        }
    }
}
