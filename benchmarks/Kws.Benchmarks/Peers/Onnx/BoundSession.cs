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

    /// <summary>Makes a session.</summary>
    /// <param name="model">The bytes of an .onnx file.</param>
    /// <param name="fingerprints">The inputs of a whole number of batches.</param>
    /// <param name="inputShape">The shape of the input of one batch.</param>
    /// <param name="outputShape">The shape of the logits of one batch.</param>
    /// <param name="threads">Threads that a call may use.</param>
    /// <param name="packsWeights">False to leave the weights in the order of the model, and not to copy them into that of a kernel.</param>
    public BoundSession(
        byte[] model, TInput[] fingerprints, long[] inputShape, long[] outputShape, int threads, bool packsWeights = true)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        };
        options.AddSessionConfigEntry("session.disable_prepacking", packsWeights ? "0" : "1");
        _session = new InferenceSession(model, options);
        (int inputs, int outputs) = (CountOf(inputShape), CountOf(outputShape));
        int batches = fingerprints.Length / inputs;
        Logits = new TOutput[batches * outputs];
        for (int batch = 0; batch < batches; batch++)
        {
            OrtIoBinding binding = _session.CreateIoBinding();
            binding.BindInput(OnnxNetwork.Fingerprints, Bind(fingerprints, batch * inputs, inputs, inputShape));
            binding.BindOutput(OnnxNetwork.Logits, Bind(Logits, batch * outputs, outputs, outputShape));
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

    private static int CountOf(long[] shape) => (int)shape.Aggregate((a, b) => a * b);

    /// <summary>A part of an array as a tensor, pinned as long as this object lives.</summary>
    private OrtValue Bind<T>(T[] values, int start, int length, long[] shape)
        where T : unmanaged
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(start, length), shape);
        _values.Add(value);
        return value;
    }
}
