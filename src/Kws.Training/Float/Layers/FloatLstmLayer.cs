using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>Long short-term memory with peepholes, which let the gates see the cell state, and a projection of the output.</summary>
/// <remarks>
/// After each frame x, from the output m and the cell state c:
/// <code>
/// i, j, f, o = [x, m] * weights + biases
/// c'         = sigmoid(f + peepholeF c) c + sigmoid(i + peepholeI c) tanh(j)
/// m          = (sigmoid(o + peepholeO c') tanh(c')) * projection
/// c          = c'
/// </code>
/// The output is m. A constant that a framework adds to the forget gate f is part of the biases here.
/// </remarks>
public sealed record FloatLstmLayer : FloatRecurrentLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="outputs">The number of outputs, which are the projection of the units.</param>
    /// <param name="weights">[value of the frame, then output][units of i, then j, f, o].</param>
    /// <param name="biases">[units of i, then j, f, o].</param>
    /// <param name="peepholeI">[unit]: the weight of the cell state in the input gate.</param>
    /// <param name="peepholeF">[unit]: the weight of the cell state in the forget gate.</param>
    /// <param name="peepholeO">[unit]: the weight of the new cell state in the output gate.</param>
    /// <param name="projection">[unit][output].</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public FloatLstmLayer(
        string name, TensorShape input, int units, int outputs, ImmutableArray<double> weights, ImmutableArray<double> biases,
        ImmutableArray<double> peepholeI, ImmutableArray<double> peepholeF, ImmutableArray<double> peepholeO,
        ImmutableArray<double> projection)
        : base(name, input, units, outputs)
    {
        Weights = Check(name, "weights", weights, 4L * (FrameLength + outputs) * units);
        Biases = Check(name, "biases", biases, 4 * units);
        PeepholeI = Check(name, "peepholes of the input gate", peepholeI, units);
        PeepholeF = Check(name, "peepholes of the forget gate", peepholeF, units);
        PeepholeO = Check(name, "peepholes of the output gate", peepholeO, units);
        Projection = Check(name, "weights of the projection", projection, (long)units * outputs);
    }

    /// <summary>[value of the frame, then output][units of i, then j, f, o].</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>[units of i, then j, f, o].</summary>
    public ImmutableArray<double> Biases { get; }

    /// <summary>[unit]: the weight of the cell state in the input gate.</summary>
    public ImmutableArray<double> PeepholeI { get; }

    /// <summary>[unit]: the weight of the cell state in the forget gate.</summary>
    public ImmutableArray<double> PeepholeF { get; }

    /// <summary>[unit]: the weight of the new cell state in the output gate.</summary>
    public ImmutableArray<double> PeepholeO { get; }

    /// <summary>[unit][output].</summary>
    public ImmutableArray<double> Projection { get; }

    /// <inheritdoc/>
    public override int WeightCount => Weights.Length + Biases.Length + (3 * Units) + Projection.Length;

    /// <inheritdoc/>
    public override long Products => (long)Input.Time * (Weights.Length + Projection.Length);

    /// <inheritdoc/>
    private protected override void Compute(ReadOnlySpan<double> input, Span<double> output)
    {
        int outputs = Output.Channels;
        double[] c = new double[Units];
        double[] units = new double[Units];
        ReadOnlySpan<double> m = new double[outputs];
        for (int t = 0; t < Input.Time; t++)
        {
            double[] sums = Sums(Frame(input, t), m, Weights, Biases);
            for (int unit = 0; unit < Units; unit++)
            {
                double old = c[unit];
                double i = Sigmoid(sums[unit] + (PeepholeI[unit] * old));
                double j = Math.Tanh(sums[Units + unit]);
                double f = Sigmoid(sums[(2 * Units) + unit] + (PeepholeF[unit] * old));
                c[unit] = (f * old) + (i * j);
                double o = Sigmoid(sums[(3 * Units) + unit] + (PeepholeO[unit] * c[unit]));
                units[unit] = o * Math.Tanh(c[unit]);
            }

            Span<double> projected = output.Slice(t * outputs, outputs);
            Matrix.AddProduct(units, Projection.AsSpan(), projected);
            m = projected;
        }
    }
}
