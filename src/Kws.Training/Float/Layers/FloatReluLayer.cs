using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>Makes negative values 0.</summary>
public sealed record FloatReluLayer : FloatLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <exception cref="ArgumentException">The shape has no or too many values.</exception>
    public FloatReluLayer(string name, TensorShape input)
        : base(name, input, input)
    {
    }

    /// <inheritdoc/>
    public override int WeightCount => 0;

    /// <inheritdoc/>
    public override long Products => 0;

    /// <summary>out = max(in, 0).</summary>
    private protected override void Compute(ReadOnlySpan<double> input, Span<double> output)
    {
        for (int i = 0; i < input.Length; i++)
        {
            output[i] = Math.Max(input[i], 0);
        }
    }
}
