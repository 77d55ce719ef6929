namespace Kws.Fast.Kernels;

/// <content>The stages alone, of the default network.</content>
internal sealed partial class ScalarKernel
{
    public override KernelStages Stages() => new StagesInMemory(this);

    private sealed class StagesInMemory(ScalarKernel kernel) : KernelStages
    {
        private readonly int[] _buffer = new int[kernel.BufferSize];
        private readonly sbyte[] _fingerprint = new sbyte[kernel._network.Input.Count];
        private readonly int[] _input = new int[kernel._network.Input.Count];
        private readonly int[] _rows = new int[kernel._network.Layers[1].Output.Count];
        private readonly int[] _pooled = new int[kernel._network.Layers[4].Output.Count];
        private readonly int[] _mixed = new int[kernel._network.Layers[6].Output.Count];
        private readonly int[] _logits = new int[kernel._network.LabelCount];

        public override Span<sbyte> Fingerprint => _fingerprint;

        public override Span<int> Pooled => _pooled;

        public override Span<int> Mixed => _mixed;

        public override Span<int> Logits => _logits;

        public override bool InputTransform()
        {
            Widen(_fingerprint, _input);
            return kernel.IsInRange(_fingerprint);
        }

        public override void Convolution() => Run(..2, _input, _rows);

        public override void DepthwisePool() => Run(2..5, _rows, _pooled);

        public override void Pointwise() => Run(5..7, _pooled, _mixed);

        public override void FullyConnected() => Run(7.., _mixed, _logits);

        public override void ReadRows(Span<int> values) => _rows.CopyTo(values);

        public override void WriteRows(ReadOnlySpan<int> values) => values.CopyTo(_rows);

        private void Run(Range layers, int[] input, int[] output)
        {
            input.CopyTo(_buffer, 0);
            kernel.Run(layers, _buffer, output);
        }
    }
}
