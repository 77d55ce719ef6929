using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Analysis.Tests.Support;

internal static class Models
{
    /// <summary>A model of random weights over the whole range, with biases of the same size.</summary>
    public static DsCnnModel Random(DsCnnTopology topology, Random random) =>
        new(topology, topology.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(_ => random.Next(-32, 32)).ToImmutableArray()));
}
