using Kws.Benchmarks.Contenders;
using Kws.Model;

namespace Kws.Benchmarks.Peers.Onnx;

/// <summary>ONNX Runtime on float32, at its best: inputs are floats already.</summary>
internal sealed class OnnxRuntimePeer(Workload workload) : IContender
{
    private readonly BoundSession<float, float> _session = new(
        DsCnn.IsDefault(workload.Model.Network)
            ? OnnxNetwork.Serialize(workload.Model, workload.Batch)
            : FloatNetwork.Serialize(workload.Model, workload.Batch),
        Array.ConvertAll(workload.Fingerprints, value => (float)value), workload.InputShape, workload.OutputShape,
        workload.Threads);

    public void InferAll() => _session.Run();

    public int[] Logits() => Array.ConvertAll(_session.Logits, logit => (int)logit);

    public void Dispose() => _session.Dispose();
}
