using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Fast.Tests.Support;

/// <summary>Models made for one purpose.</summary>
internal static class Models
{
    /// <summary>All weights and biases zero.</summary>
    public static DsCnnModel Zero(DsCnnTopology topology) =>
        new(topology, topology.Tensors.Select(spec => ImmutableArray.Create(new int[spec.Count])));

    /// <summary>Another model's weights, with every bias the same.</summary>
    public static DsCnnModel WithWeightsOf(DsCnnModel model, int bias) =>
        new(model.Topology, model.Topology.Tensors.Select((spec, i) =>
            i == model.Topology.Tensors.Length - 1 ? [.. Enumerable.Repeat(bias, spec.Count)] : model[spec]));

    /// <summary>Logits that are the biases, whatever the fingerprint.</summary>
    public static DsCnnModel WithBiases(params int[] biases)
    {
        var topology = new DsCnnTopology(DsCnnTopology.Default.Convolution, DsCnnTopology.Default.Blocks, biases.Length);
        return new DsCnnModel(topology, topology.Tensors.Select((spec, i) =>
            i == topology.Tensors.Length - 1 ? [.. biases] : ImmutableArray.Create(new int[spec.Count])));
    }
}
