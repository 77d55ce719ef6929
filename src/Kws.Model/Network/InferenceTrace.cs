using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>The values of one layer.</summary>
/// <param name="Name">The layer's name, as in <see cref="Layer.Name"/>, or <see cref="InferenceTrace.InputName"/>.</param>
/// <param name="Shape">Time x frequency x channels.</param>
/// <param name="Values">The values, channel varying fastest, then frequency, then time.</param>
/// <remarks>Two layers with the same name, shape and values are equal.</remarks>
public sealed record LayerValues(string Name, TensorShape Shape, ImmutableArray<int> Values)
{
    /// <inheritdoc/>
    public bool Equals(LayerValues? other) =>
        other is not null && Name == other.Name && Shape == other.Shape && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Shape, Values.IsDefaultOrEmpty ? 0 : Values[^1]);
}

/// <summary>All intermediate values of one inference, from the fingerprint to the logits.</summary>
/// <remarks>Immutable; two traces with equal layers are equal.</remarks>
public sealed class InferenceTrace : IEquatable<InferenceTrace>
{
    /// <summary>The name under which the fingerprint itself stands in a trace.</summary>
    public const string InputName = "fingerprint_input";

    /// <summary>Makes a trace.</summary>
    /// <param name="layers">The layers in order: the fingerprint first, the logits last.</param>
    /// <exception cref="ArgumentException">There is no layer, or the number of values of one does not fit its shape.</exception>
    public InferenceTrace(IEnumerable<LayerValues> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = [.. layers];
        if (Layers.IsEmpty)
        {
            throw new ArgumentException("a trace has at least one layer", nameof(layers));
        }

        foreach (LayerValues layer in Layers)
        {
            if (layer.Values.Length != layer.Shape.Count)
            {
                throw new ArgumentException($"{layer.Name}: {layer.Values.Length} values, expected {layer.Shape}", nameof(layers));
            }
        }
    }

    /// <summary>The layers in order: the fingerprint first, the logits last.</summary>
    public ImmutableArray<LayerValues> Layers { get; }

    /// <summary>The layer of a name.</summary>
    /// <exception cref="KeyNotFoundException">The trace has no such layer; the message lists those it has.</exception>
    public LayerValues this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Layers.FirstOrDefault(layer => layer.Name == name)
                ?? throw new KeyNotFoundException(
                    $"no layer '{name}'; the layers are {string.Join(", ", Layers.Select(layer => layer.Name))}");
        }
    }

    /// <summary>The values of the last layer.</summary>
    public ImmutableArray<int> Logits => Layers[^1].Values;

    /// <inheritdoc/>
    public bool Equals(InferenceTrace? other) => other is not null && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as InferenceTrace);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Layers.Length, Layers[^1]);
}
