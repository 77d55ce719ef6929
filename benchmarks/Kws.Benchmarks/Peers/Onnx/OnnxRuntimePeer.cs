using Kws.Benchmarks.Contenders;
using Kws.Model;
using Microsoft.ML.OnnxRuntime;

namespace Kws.Benchmarks.Peers.Onnx;

/// <summary>
/// ONNX Runtime on float32, at its best: all graph optimisations, inputs already floats, every buffer bound before the first call.
/// </summary>
internal sealed class OnnxRuntimePeer : IContender
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly List<OrtValue> _values = [];
    private readonly List<OrtIoBinding> _batches = [];
    private readonly float[] _logits;

    public OnnxRuntimePeer(Workload workload)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = workload.Threads,
            InterOpNumThreads = 1,
        };
        _session = new InferenceSession(
            DsCnn.IsDefault(workload.Model.Network)
                ? OnnxNetwork.Serialize(workload.Model, workload.Batch)
                : FloatNetwork.Serialize(workload.Model, workload.Batch),
            options);
        float[] fingerprints = Array.ConvertAll(workload.Fingerprints, value => (float)value);
        _logits = new float[workload.Count * workload.Labels];
        long[] inputShape = [workload.Batch, workload.Model.Network.Input.Channels, workload.Model.Network.Input.Time,
            workload.Model.Network.Input.Frequency];
        long[] outputShape = [workload.Batch, workload.Labels];
        foreach (int first in workload.Batches)
        {
            OrtIoBinding binding = _session.CreateIoBinding();
            binding.BindInput(
                OnnxNetwork.Fingerprints, Bind(fingerprints, first * workload.Length, workload.Batch * workload.Length, inputShape));
            binding.BindOutput(OnnxNetwork.Logits, Bind(_logits, first * workload.Labels, workload.Batch * workload.Labels, outputShape));
            _batches.Add(binding);
        }
    }

    public void InferAll()
    {
        foreach (OrtIoBinding batch in _batches)
        {
            _session.RunWithBinding(_options, batch);
        }
    }

    public int[] Logits() => Array.ConvertAll(_logits, logit => (int)logit);

    public void Dispose()
    {
        _batches.ForEach(batch => batch.Dispose());
        _values.ForEach(value => value.Dispose());
        _options.Dispose();
        _session.Dispose();
    }

    /// <summary>A part of an array as a tensor, pinned as long as this object lives.</summary>
    private OrtValue Bind(float[] values, int start, int length, long[] shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(start, length), shape);
        _values.Add(value);
        return value;
    }
}
