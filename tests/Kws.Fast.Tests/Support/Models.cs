using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Fast.Tests.Support;

/// <summary>Models made for one purpose.</summary>
internal static class Models
{
    /// <summary>The default network with biases at the end of the range next to weights of 1.</summary>
    public static KwsModel Overflowing { get; } = new(
        DsCnn.Default,
        DsCnn.Default.Tensors.Select(
            spec => Enumerable.Repeat(spec.Bits == TensorSpec.BiasBits ? int.MaxValue : 1, spec.Count).ToImmutableArray()));

    /// <summary>A network with more positions than the places of a plan.</summary>
    public static KwsModel TooLarge { get; } =
        Zero(new Network(new TensorShape(1024, 40, 1), [new FullyConnectedLayer("sum", new TensorShape(1024, 40, 1), 2, "w", null, 6)], 6));

    /// <summary>All weights and biases zero.</summary>
    public static KwsModel Zero(Network network) =>
        new(network, network.Tensors.Select(spec => ImmutableArray.Create(new int[spec.Count])));

    /// <summary>Another model's weights, with every bias the same.</summary>
    public static KwsModel WithWeightsOf(KwsModel model, int bias) =>
        new(model.Network, model.Network.Tensors.Select((spec, i) =>
            i == model.Network.Tensors.Length - 1 ? [.. Enumerable.Repeat(bias, spec.Count)] : model[spec]));

    /// <summary>Logits that are the biases, whatever the fingerprint.</summary>
    public static KwsModel WithBiases(params int[] biases)
    {
        var network = DsCnn.Parse(DsCnn.DefaultModelSizeInfo, biases.Length);
        return new KwsModel(network, network.Tensors.Select((spec, i) =>
            i == network.Tensors.Length - 1 ? [.. biases] : ImmutableArray.Create(new int[spec.Count])));
    }
}
