using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>A layer whose outputs are sums of inputs times weights, and a bias per channel.</summary>
public abstract record FloatSumLayer : FloatLayer
{
    private protected FloatSumLayer(
        string name, TensorShape input, TensorShape output, int taps, ImmutableArray<double> weights, ImmutableArray<double> biases)
        : base(name, input, output)
    {
        Weights = Check(name, "weights", weights, (long)taps * output.Channels);
        Biases = Check(name, "biases", biases, output.Channels);
    }

    /// <summary>The weights; the channel of the output varies fastest.</summary>
    public ImmutableArray<double> Weights { get; private init; }

    /// <summary>The biases, one per channel of the output.</summary>
    public ImmutableArray<double> Biases { get; private init; }

    /// <inheritdoc/>
    public override int WeightCount => Weights.Length + Biases.Length;

    /// <inheritdoc/>
    public override long Products => (long)Output.Time * Output.Frequency * Weights.Length;

    /// <summary>
    /// The weights in the order of files and of models of integers: the channel of the output varies slowest; those of a depthwise layer as
    /// they are.
    /// </summary>
    internal double[] FileWeights() =>
        this is FloatDepthwiseConvolutionLayer ? [.. Weights] : Matrix.Transposed(Weights.AsSpan(), Output.Channels);

    /// <summary>The layer that gives scale * output, with a scale per channel.</summary>
    internal FloatSumLayer Scaled(ImmutableArray<double> scale)
    {
        double[] weights = [.. Weights];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= scale[i % scale.Length];
        }

        ImmutableArray<double> scaled = ImmutableCollectionsMarshal.AsImmutableArray(weights);
        return this with { Weights = scaled, Biases = [.. Biases.Zip(scale, (bias, factor) => bias * factor)] };
    }

    /// <summary>The layer that gives output + shift, with a shift per channel.</summary>
    internal FloatSumLayer Shifted(ImmutableArray<double> shift) =>
        this with { Biases = [.. Biases.Zip(shift, (bias, value) => bias + value)] };
}
