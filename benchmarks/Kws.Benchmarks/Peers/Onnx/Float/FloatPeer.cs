using System.Collections.Immutable;
using Kws.Training.Float.Layers;

namespace Kws.Benchmarks.Peers.Onnx.Float;

/// <summary>ONNX Runtime on the layers of a float network, one clip per call, on one thread, in one of several forms.</summary>
/// <param name="form">The form.</param>
/// <param name="layers">The layers.</param>
/// <param name="features">The features of all clips, back to back.</param>
internal sealed class FloatPeer(FloatPeer.Form form, ImmutableArray<FloatLayer> layers, float[] features) : IDisposable
{
    private readonly BoundSession<float, float> _session = new(
        FloatGraph.Serialize(layers, form.ScansProjections), features, FloatGraph.InputShape(layers), [1, layers[^1].Output.Count],
        threads: 1, form.PacksWeights);

    /// <summary>The name of the form.</summary>
    public string Name => form.Name;

    /// <summary>The logits of the last run, clip by clip.</summary>
    public float[] Logits => _session.Logits;

    /// <summary>The network in all of its forms.</summary>
    /// <inheritdoc cref="FloatPeer(Form, ImmutableArray{FloatLayer}, float[])"/>
    public static ImmutableArray<FloatPeer> InAllForms(ImmutableArray<FloatLayer> layers, float[] features)
    {
        Form[] forms = [new("packed", false, true), new("unpacked", false, false)];
        Form[] scans = [new("Scan, packed", true, true), new("Scan, unpacked", true, false)];
        return [.. forms.Concat(layers.OfType<FloatLstmLayer>().Any() ? scans : []).Select(form => new FloatPeer(form, layers, features))];
    }

    /// <summary>Computes the logits of all clips.</summary>
    public void InferAll() => _session.Run();

    public void Dispose() => _session.Dispose();

    /// <summary>A way to export and to run a network.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="ScansProjections">True to make an LSTM with a projection a Scan, and not an LSTM with larger weights.</param>
    /// <param name="PacksWeights">True to copy weights into the order of a kernel.</param>
    internal sealed record Form(string Name, bool ScansProjections, bool PacksWeights);
}
