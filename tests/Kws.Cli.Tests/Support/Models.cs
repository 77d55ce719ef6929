using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Cli.Tests.Support;

internal static class Models
{
    public static KwsModel Make(Network network, Func<TensorSpec, int, int> value, IEnumerable<string>? labels = null) =>
        new(network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(i => value(spec, i)).ToImmutableArray()),
            labels);

    public static bool IsBias(TensorSpec spec) => spec.Name.EndsWith("/biases:0", StringComparison.Ordinal);

    /// <summary>The tensor of the default model with the same name.</summary>
    public static TensorSpec Like(TensorSpec spec) => KwsModel.Default.Network.Tensors.Single(other => other.Name == spec.Name);
}
