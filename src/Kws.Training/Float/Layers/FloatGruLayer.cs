using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>Gated recurrent units, whose reset gate is applied before the product.</summary>
/// <remarks>
/// After each frame x, from the state h:
/// <code>
/// r, u = sigmoid([x, h] * gateWeights + gateBiases)
/// n    = tanh([x, r h] * candidateWeights + candidateBiases)
/// h    = u h + (1 - u) n
/// </code>
/// The output is h.
/// </remarks>
public sealed record FloatGruLayer : FloatRecurrentLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="gateWeights">[value of the frame, then unit][reset unit, then update unit].</param>
    /// <param name="gateBiases">[reset unit, then update unit].</param>
    /// <param name="candidateWeights">[value of the frame, then unit][unit].</param>
    /// <param name="candidateBiases">[unit].</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public FloatGruLayer(
        string name, TensorShape input, int units, ImmutableArray<double> gateWeights, ImmutableArray<double> gateBiases,
        ImmutableArray<double> candidateWeights, ImmutableArray<double> candidateBiases)
        : base(name, input, units, units)
    {
        int rows = FrameLength + units;
        GateWeights = Check(name, "weights of gates", gateWeights, 2L * rows * units);
        GateBiases = Check(name, "biases of gates", gateBiases, 2 * units);
        CandidateWeights = Check(name, "weights of candidates", candidateWeights, (long)rows * units);
        CandidateBiases = Check(name, "biases of candidates", candidateBiases, units);
    }

    /// <summary>[value of the frame, then unit][reset unit, then update unit].</summary>
    public ImmutableArray<double> GateWeights { get; }

    /// <summary>[reset unit, then update unit].</summary>
    public ImmutableArray<double> GateBiases { get; }

    /// <summary>[value of the frame, then unit][unit].</summary>
    public ImmutableArray<double> CandidateWeights { get; }

    /// <summary>[unit].</summary>
    public ImmutableArray<double> CandidateBiases { get; }

    /// <inheritdoc/>
    public override int WeightCount => GateWeights.Length + GateBiases.Length + CandidateWeights.Length + CandidateBiases.Length;

    /// <inheritdoc/>
    public override long Products => (long)Input.Time * (GateWeights.Length + CandidateWeights.Length);

    /// <inheritdoc/>
    private protected override void Compute(ReadOnlySpan<double> input, Span<double> output)
    {
        double[] h = new double[Units];
        double[] resetH = new double[Units];
        for (int t = 0; t < Input.Time; t++)
        {
            ReadOnlySpan<double> x = Frame(input, t);
            double[] gates = Sums(x, h, GateWeights, GateBiases);
            for (int i = 0; i < Units; i++)
            {
                double r = Sigmoid(gates[i]);
                resetH[i] = r * h[i];
            }

            double[] candidates = Sums(x, resetH, CandidateWeights, CandidateBiases);
            for (int i = 0; i < Units; i++)
            {
                double u = Sigmoid(gates[Units + i]);
                h[i] = (u * h[i]) + ((1 - u) * Math.Tanh(candidates[i]));
            }

            h.CopyTo(output[(t * Units)..]);
        }
    }
}
