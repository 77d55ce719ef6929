using Kws.Benchmarks.Contenders;
using Microsoft.ML.OnnxRuntime;

namespace Kws.Benchmarks.Peers.Onnx;

/// <summary>A session of ONNX Runtime with all optimisations, in which every buffer is bound before the first call.</summary>
/// <typeparam name="TInput">The type of the fingerprints.</typeparam>
/// <typeparam name="TOutput">The type of the logits.</typeparam>
internal sealed class BoundSession<TInput, TOutput> : IDisposable
    where TInput : unmanaged
    where TOutput : unmanaged
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly List<OrtValue> _values = [];
    private readonly List<OrtIoBinding> _batches = [];

    public BoundSession(Workload workload, byte[] model, TInput[] fingerprints)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = workload.Threads,
            InterOpNumThreads = 1,
        };
        _session = new InferenceSession(model, options);
        Logits = new TOutput[workload.Count * workload.Labels];
        long[] inputShape = [workload.Batch, workload.Model.Network.Input.Channels, workload.Model.Network.Input.Time,
            workload.Model.Network.Input.Frequency];
        long[] outputShape = [workload.Batch, workload.Labels];
        foreach (int first in workload.Batches)
        {
            OrtIoBinding binding = _session.CreateIoBinding();
            binding.BindInput(
                OnnxNetwork.Fingerprints, Bind(fingerprints, first * workload.Length, workload.Batch * workload.Length, inputShape));
            binding.BindOutput(OnnxNetwork.Logits, Bind(Logits, first * workload.Labels, workload.Batch * workload.Labels, outputShape));
            _batches.Add(binding);
        }
    }

    /// <summary>The logits of the last run.</summary>
    public TOutput[] Logits { get; }

    public void Run()
    {
        foreach (OrtIoBinding batch in _batches)
        {
            _session.RunWithBinding(_options, batch);
        }
    }

    public void Dispose()
    {
        _batches.ForEach(batch => batch.Dispose());
        _values.ForEach(value => value.Dispose());
        _options.Dispose();
        _session.Dispose();
    }

    /// <summary>A part of an array as a tensor, pinned as long as this object lives.</summary>
    private OrtValue Bind<T>(T[] values, int start, int length, long[] shape)
        where T : unmanaged
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(start, length), shape);
        _values.Add(value);
        return value;
    }
}
