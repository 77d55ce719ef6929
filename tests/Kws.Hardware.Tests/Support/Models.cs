using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Tests.Support;

internal static class Models
{
    /// <summary>A model of random weights over the whole range, with biases of the same size.</summary>
    public static KwsModel Random(Network network, Random random) =>
        new(network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(_ => random.Next(-32, 32)).ToImmutableArray()));
}
