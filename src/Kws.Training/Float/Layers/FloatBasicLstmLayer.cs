using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>Long short-term memory without peepholes and projection.</summary>
/// <remarks>
/// After each frame x, from the output h and the cell state c:
/// <code>
/// i, j, f, o = [x, h] * weights + biases
/// c          = sigmoid(f) c + sigmoid(i) tanh(j)
/// h          = sigmoid(o) tanh(c)
/// </code>
/// The output is h. A constant that a framework adds to the forget gate f is part of the biases here.
/// </remarks>
public sealed record FloatBasicLstmLayer : FloatRecurrentLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="weights">[value of the frame, then unit][units of i, then j, f, o].</param>
    /// <param name="biases">[units of i, then j, f, o].</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public FloatBasicLstmLayer(
        string name, TensorShape input, int units, ImmutableArray<double> weights, ImmutableArray<double> biases)
        : base(name, input, units, units)
    {
        Weights = Check(name, "weights", weights, 4L * (FrameLength + units) * units);
        Biases = Check(name, "biases", biases, 4 * units);
    }

    /// <summary>[value of the frame, then unit][units of i, then j, f, o].</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>[units of i, then j, f, o].</summary>
    public ImmutableArray<double> Biases { get; }

    /// <inheritdoc/>
    public override int WeightCount => Weights.Length + Biases.Length;

    /// <inheritdoc/>
    public override long Products => (long)Input.Time * Weights.Length;

    /// <inheritdoc/>
    private protected override void Compute(ReadOnlySpan<double> input, Span<double> output)
    {
        double[] h = new double[Units];
        double[] c = new double[Units];
        for (int t = 0; t < Input.Time; t++)
        {
            double[] sums = Sums(Frame(input, t), h, Weights, Biases);
            for (int unit = 0; unit < Units; unit++)
            {
                double i = sums[unit];
                double j = sums[Units + unit];
                double f = sums[(2 * Units) + unit];
                double o = sums[(3 * Units) + unit];
                c[unit] = (Sigmoid(f) * c[unit]) + (Sigmoid(i) * Math.Tanh(j));
                h[unit] = Sigmoid(o) * Math.Tanh(c[unit]);
            }

            h.CopyTo(output[(t * Units)..]);
        }
    }
}
