using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Audio.Tests.Support;

/// <summary>Models that are made up so that it is known what they hear.</summary>
internal static class Models
{
    /// <summary>
    /// "cat" for a clip with a loud window, <c>_silence_</c> for one without: the greatest first coefficient, weighed once in every layer.
    /// </summary>
    public static KwsModel Loudness { get; } = Make(DsCnn.Default, (name, i) => name switch
    {
        "DS-CNN/conv_1/weights:0" => i == 0 ? 31 : 0,
        "DS-CNN/conv_ds_1/dw_conv/depthwise_weights:0" => i == 4 * 48 ? 31 : 0,
        "DS-CNN/conv_ds_1/pw_conv/weights:0" => i == 0 ? 31 : 0,
        "DS-CNN/fc1/weights:0" => i == 2 * 16 ? 31 : 0,
        _ => i == 0 ? 300 : 0,
    });

    /// <summary>A model whose logits are the same whatever it hears.</summary>
    public static KwsModel Constant(Network network, params int[] logits) =>
        Make(network, (name, i) => name.EndsWith("/biases:0", StringComparison.Ordinal) ? logits[i] : 0);

    private static KwsModel Make(Network network, Func<string, int, int> value) =>
        new(network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(i => value(spec.Name, i)).ToImmutableArray()));
}
