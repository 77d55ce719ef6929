using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>A fully connected layer: every output sums over all inputs.</summary>
public sealed record FloatFullyConnectedLayer : FloatSumLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input, which is taken as one row.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="weights">[input][output].</param>
    /// <param name="biases">[output].</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public FloatFullyConnectedLayer(
        string name, TensorShape input, int outputs, ImmutableArray<double> weights, ImmutableArray<double> biases)
        : base(name, input, new TensorShape(1, 1, outputs), input.Count, weights, biases)
    {
    }

    /// <summary>out = biases + in * weights.</summary>
    private protected override void Compute(ReadOnlySpan<double> input, Span<double> output)
    {
        Biases.CopyTo(output);
        Matrix.AddProduct(input, Weights.AsSpan(), output);
    }
}
