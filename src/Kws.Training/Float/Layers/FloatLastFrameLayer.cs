using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>The last frame alone: the state of a recurrent layer after the whole clip.</summary>
public sealed record FloatLastFrameLayer : FloatLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <exception cref="ArgumentException">The shape has no values.</exception>
    public FloatLastFrameLayer(string name, TensorShape input)
        : base(name, input, new TensorShape(1, input.Frequency, input.Channels))
    {
    }

    /// <inheritdoc/>
    public override int WeightCount => 0;

    /// <inheritdoc/>
    public override long Products => 0;

    /// <summary>out = in[last].</summary>
    private protected override void Compute(ReadOnlySpan<double> input, Span<double> output) => input[^output.Length..].CopyTo(output);
}
