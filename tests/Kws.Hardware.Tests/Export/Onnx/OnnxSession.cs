using Kws.Hardware.Export.Onnx;
using Kws.Model;
using Microsoft.ML.OnnxRuntime;

namespace Kws.Hardware.Tests.Export.Onnx;

/// <summary>An exported model in ONNX Runtime's CPU provider.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly TensorShape _input;

    public OnnxSession(
        KwsModel model, OnnxOperatorSet operators = OnnxOperatorSet.Version18, OnnxForm form = OnnxForm.FloatingPoint)
        : this(OnnxExport.Serialize(model, operators, form), model.Network.Input)
    {
    }

    public OnnxSession(byte[] graph, TensorShape input)
    {
        // More threads than cores would wait for each other in turns.
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        _session = new InferenceSession(graph, options);
        _input = input;
    }

    public ModelMetadata Metadata => _session.ModelMetadata;

    /// <summary>The logits and labels of fingerprints back to back, as one batch.</summary>
    public (int[] Logits, long[] Labels) Run(sbyte[] fingerprints)
    {
        long[] shape = [fingerprints.Length / _input.Count, _input.Time, _input.Frequency];
        shape = _input.Channels == 1 ? shape : [.. shape, _input.Channels];
        using var input = OrtValue.CreateTensorValueFromMemory(fingerprints, shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs =
            _session.Run(_options, [OnnxExport.Fingerprint], [input], [OnnxExport.Logits, OnnxExport.Label]);
        return (outputs[0].GetTensorDataAsSpan<int>().ToArray(), outputs[1].GetTensorDataAsSpan<long>().ToArray());
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}
