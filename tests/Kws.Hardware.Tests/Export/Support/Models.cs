using System.Collections.Immutable;
using Kws.Hardware.Export;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Export.Support;

internal static class Models
{
    /// <summary>
    /// With every value of a fingerprint at -32 it reaches the bounds: conv_1 is -15,872, the depthwise convolution 571,392 where all of
    /// its 9 taps lie inside, the pool 35,712, the pointwise convolution -54,853,632, and the logits 109,707,264.
    /// </summary>
    public static KwsModel Extreme { get; } = Make(spec => spec.Name switch
    {
        "DS-CNN/conv_1/weights:0" => 31,
        "DS-CNN/fc1/biases:0" => 0,
        _ => -32,
    });

    public static KwsModel Make(Func<TensorSpec, int> value) => Make(DsCnn.Default, (spec, _) => value(spec));

    public static KwsModel Make(Network network, Func<TensorSpec, int, int> value) =>
        new(network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(i => value(spec, i)).ToImmutableArray()));

    /// <summary>A case of one value throughout.</summary>
    public static VectorCase Uniform(KwsModel model, sbyte value)
    {
        var values = new sbyte[model.Network.Input.Count];
        Array.Fill(values, value);
        return Case(model, 0, new Fingerprint(values, null, null, 1));
    }

    /// <summary>Recorded fingerprints with the values that the reference computes.</summary>
    public static IEnumerable<VectorCase> Recorded(KwsModel model, params int[] indices)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "data", "recorded.txt");
        Fingerprint[] all = [.. FingerprintFile.Read(path, model.Network)];
        return indices.Select(index => Case(model, index, all[index]));
    }

    private static VectorCase Case(KwsModel model, int index, Fingerprint fingerprint) =>
        new(index, fingerprint, new ReferenceClassifier(model).Trace(fingerprint.Values.Span));
}
