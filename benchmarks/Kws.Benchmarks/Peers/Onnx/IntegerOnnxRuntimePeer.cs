using Kws.Benchmarks.Contenders;

namespace Kws.Benchmarks.Peers.Onnx;

/// <summary>ONNX Runtime with ConvInteger and MatMulInteger: inputs are unsigned bytes already.</summary>
internal sealed class IntegerOnnxRuntimePeer(Workload workload) : IContender
{
    private readonly BoundSession<byte, int> _session = new(
        IntegerNetwork.Serialize(workload.Model, workload.Batch),
        Array.ConvertAll(workload.Fingerprints, value => (byte)(value + 128)), workload.InputShape, workload.OutputShape,
        workload.Threads);

    public void InferAll() => _session.Run();

    public int[] Logits() => [.. _session.Logits];

    public void Dispose() => _session.Dispose();
}
