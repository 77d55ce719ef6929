using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Cli.Tests.Support;

internal static class Models
{
    public static DsCnnModel Make(DsCnnTopology topology, Func<TensorSpec, int, int> value, IEnumerable<string>? labels = null) =>
        new(topology, topology.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(i => value(spec, i)).ToImmutableArray()), labels);

    public static bool IsBias(TensorSpec spec) => spec.Name.EndsWith("/biases:0", StringComparison.Ordinal);

    /// <summary>The tensor of the default model with the same name.</summary>
    public static TensorSpec Like(TensorSpec spec) => DsCnnModel.Default.Topology.Tensors.Single(other => other.Name == spec.Name);
}
