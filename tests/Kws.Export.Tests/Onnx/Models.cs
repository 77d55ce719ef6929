using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Export.Tests.Onnx;

internal static class Models
{
    /// <summary>The default topology with all weights the same.</summary>
    public static DsCnnModel Constant(int weight, params int[] biases)
    {
        DsCnnTopology topology = DsCnnTopology.Default;
        return new DsCnnModel(
            topology, topology.Tensors.Select(spec => spec == topology.Tensors[^1] ? [.. biases] : Enumerable.Repeat(weight, spec.Count).ToImmutableArray()));
    }

    /// <summary>All weights 0, so that the biases are the logits.</summary>
    public static DsCnnModel WithBiases(params int[] biases) => Constant(0, biases);
}
