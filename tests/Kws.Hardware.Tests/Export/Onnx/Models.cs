using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Tests.Export.Onnx;

internal static class Models
{
    /// <summary>The default topology with all weights the same.</summary>
    public static KwsModel Constant(int weight, params int[] biases)
    {
        Network network = DsCnn.Default;
        return new KwsModel(
            network,
            network.Tensors.Select(
                spec => spec == network.Tensors[^1] ? [.. biases] : Enumerable.Repeat(weight, spec.Count).ToImmutableArray()));
    }

    /// <summary>All weights 0, so that the biases are the logits.</summary>
    public static KwsModel WithBiases(params int[] biases) => Constant(0, biases);
}
