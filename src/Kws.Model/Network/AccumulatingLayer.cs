using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>A layer of which every value is a sum of products with weights, plus a bias where it has some.</summary>
public abstract record AccumulatingLayer : Layer
{
    /// <summary>The largest number of products in a sum: sums of 32-bit values then fit 64 bits in any order of additions.</summary>
    public const int MaxWeightsPerChannel = 1 << 23;

    private protected AccumulatingLayer(string name, TensorShape input, TensorShape output, TensorSpec weights, string? biases)
        : base(name, input, output)
    {
        Weights = weights;
        if (weights.Bits > TensorSpec.MaxWeightBits)
        {
            throw new ArgumentException($"{weights.Name}: {weights.Bits} bits of a weight, expected 2 to {TensorSpec.MaxWeightBits}");
        }

        if (WeightsPerChannel > MaxWeightsPerChannel)
        {
            throw new ArgumentException($"{name}: {WeightsPerChannel} weights per channel, expected at most {MaxWeightsPerChannel}");
        }

        Biases = biases is null ? null : new TensorSpec(biases, TensorSpec.BiasBits, new TensorAxis("out", output.Channels));
    }

    /// <summary>The weights.</summary>
    public TensorSpec Weights { get; }

    /// <summary>The biases, one per output channel, or null.</summary>
    public TensorSpec? Biases { get; }

    /// <inheritdoc/>
    public sealed override ImmutableArray<TensorSpec> Tensors => Biases is null ? [Weights] : [Weights, Biases];

    /// <summary>The number of products in a value that no border cuts off.</summary>
    public int WeightsPerChannel => Weights.Count / Output.Channels;
}
