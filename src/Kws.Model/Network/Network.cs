using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>
/// A feed-forward network of integers as data: the shape and range of a fingerprint, and layers that are computed one after the other. The
/// output of the last layer is the logits.
/// </summary>
/// <remarks>Immutable; two networks with equal input and layers are equal.</remarks>
public sealed class Network : IEquatable<Network>
{
    /// <summary>The largest number of layers.</summary>
    public const int MaxLayers = 256;

    /// <summary>Makes a network.</summary>
    /// <param name="input">The shape of a fingerprint: frames x coefficients x channels.</param>
    /// <param name="layers">The layers in the order of computation, 1 to <see cref="MaxLayers"/>.</param>
    /// <param name="inputBits">The bits of a value of the fingerprint in two's complement, 2 to 8.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer, a layer does not take the shape that the one before it gives, two layers or tensors have the same name, or a
    /// number is out of range.
    /// </exception>
    public Network(TensorShape input, IEnumerable<Layer> layers, int inputBits = 6)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = [.. layers];
        (Input, InputBits) = (input, inputBits);
        if (inputBits is < 2 or > 8)
        {
            throw new ArgumentException($"{inputBits} bits of a fingerprint, expected 2 to 8");
        }

        if (Layers.Length is 0 or > MaxLayers)
        {
            throw new ArgumentException($"{Layers.Length} layers, expected 1 to {MaxLayers}");
        }

        TensorShape shape = input;
        foreach (Layer layer in Layers)
        {
            if (layer is null)
            {
                throw new ArgumentException("a layer is null", nameof(layers));
            }

            if (layer.Input != shape)
            {
                throw new ArgumentException($"{layer.Name}: the input is {layer.Input}, expected {shape}");
            }

            shape = layer.Output;
        }

        Tensors = [.. Layers.SelectMany(layer => layer.Tensors)];
        LabelCount = shape.Count;
        Window.CheckDimension(LabelCount, "number of labels");
        RefuseTwice(Layers.Select(layer => layer.Name), "layers");
        RefuseTwice(Tensors.Select(tensor => tensor.Name), "tensors");
    }

    /// <summary>The shape of a fingerprint: 30 frames x 10 coefficients x 1 for the default network.</summary>
    public TensorShape Input { get; }

    /// <summary>The bits of a value of the fingerprint in two's complement: 6 for the default network.</summary>
    public int InputBits { get; }

    /// <summary>The smallest value of a fingerprint: -32 for the default network.</summary>
    public int MinInput => -1 << (InputBits - 1);

    /// <summary>The largest value of a fingerprint: 31 for the default network.</summary>
    public int MaxInput => (1 << (InputBits - 1)) - 1;

    /// <summary>The number of labels, and so of logits.</summary>
    public int LabelCount { get; }

    /// <summary>All layers in the order of computation.</summary>
    public ImmutableArray<Layer> Layers { get; }

    /// <summary>The tensors of a model of this network, layer by layer, weights before biases.</summary>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>Prints <c>model_size_info</c> of a DS-CNN, and the shapes of any other network.</summary>
    public override string ToString() =>
        DsCnn.ModelSizeInfo(this) ?? string.Join(", ", Layers.Select(layer => $"{layer}").Prepend($"{Input}"));

    /// <inheritdoc/>
    public bool Equals(Network? other) =>
        ReferenceEquals(this, other)
        || (other is not null && (Input, InputBits) == (other.Input, other.InputBits)
            && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Network);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, InputBits, Layers.Length, Layers[^1]);

    private static void RefuseTwice(IEnumerable<string> names, string kind)
    {
        var known = new HashSet<string>();
        foreach (string name in names)
        {
            if (!known.Add(name))
            {
                throw new ArgumentException($"two {kind} are named {name}");
            }
        }
    }
}
