using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>
/// The values of the layers of one inference, kept to be compared with: by another implementation, or by a later version.
/// </summary>
/// <param name="Name">The name of the case: one line, not empty, no spaces around it.</param>
/// <param name="Network">The network.</param>
/// <param name="Trace">
/// The values: the fingerprint and all of the network's layers or only some of them, in the network's order.
/// </param>
/// <exception cref="ArgumentException">
/// The name cannot be on a line, or a layer does not belong to the network.
/// </exception>
public sealed record RecordedCase(string Name, Network Network, InferenceTrace Trace)
{
    /// <summary>The name of the case.</summary>
    public string Name { get; } = IsName(Name)
        ? Name
        : throw new ArgumentException($"'{Name}' is not the name of a case: expected one line, not empty, no blanks around it");

    /// <summary>The network.</summary>
    public Network Network { get; } = Network ?? throw new ArgumentNullException(nameof(Network));

    /// <summary>The values of the layers that were recorded.</summary>
    public InferenceTrace Trace { get; } = Check(Network, Trace ?? throw new ArgumentNullException(nameof(Trace)));

    internal static bool IsName(string? name) =>
        !string.IsNullOrEmpty(name) && name.Trim().Length == name.Length && !name.Any(c => char.IsControl(c) || char.IsSurrogate(c));

    /// <summary>Name and shape of everything that a case of a network may hold, in order.</summary>
    internal static ImmutableArray<(string Name, TensorShape Shape)> LayersOf(Network network) =>
        [(InferenceTrace.InputName, network.Input), .. network.Layers.Select(layer => (layer.Name, layer.Output))];

    private static InferenceTrace Check(Network network, InferenceTrace trace)
    {
        ImmutableArray<(string Name, TensorShape Shape)> layers = LayersOf(network);
        int next = 0;
        foreach (LayerValues layer in trace.Layers)
        {
            int index = layers.IndexOf((layer.Name, layer.Shape), next);
            next = index >= 0
                ? index + 1
                : throw new ArgumentException(
                    $"layer {layer.Name} {layer.Shape} is not expected here; the layers are, in order: "
                    + string.Join(", ", layers.Select(one => $"{one.Name} {one.Shape}")));
        }

        return trace;
    }
}
