using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>Long short-term memory, with peepholes and a projection of the output where they are asked for.</summary>
/// <remarks>
/// The gates are i (input), j (candidate), f (forget) and o (output). After each frame, with a cell state c of 16 bits, of which
/// <see cref="CellFraction"/> are behind the binary point:
/// <code>
/// c = sigmoid(a_f) c + sigmoid(a_i) tanh(a_j)
/// h = sigmoid(a_o) tanh(c)
/// </code>
/// With peepholes, their products with c are added to a_i and a_f, and that with the new c to a_o. The output is h with 8 bits, of which 7
/// are behind the binary point, or its projection.
/// </remarks>
public sealed record LstmLayer : RecurrentLayer
{
    /// <summary>The gates of a unit: input, candidate, forget, output.</summary>
    public const int GateCount = 4;

    /// <summary>The least number of bits of the cell state behind the binary point.</summary>
    public const int MinCellFraction = 1;

    /// <summary>The greatest number of bits of the cell state behind the binary point.</summary>
    public const int MaxCellFraction = 13;

    /// <summary>The gates with peepholes: i, f, o.</summary>
    private const int PeepholeGates = 3;

    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input: frames x 1 x <see cref="GateCount"/> values for each unit, gate by gate.</param>
    /// <param name="inputShift">log2 of the factor of the input in a gate's sum, 0 to 15.</param>
    /// <param name="weights">The name of the recurrent weights: [unit of i, then j, f, o][output].</param>
    /// <param name="recurrentShift">log2 of the factor of the product with the recurrent weights, 0 to 15.</param>
    /// <param name="cellFraction">The bits of the cell state behind the binary point, 1 to 13.</param>
    /// <param name="peepholes">The peepholes; null for none.</param>
    /// <param name="projection">The projection; null if the units are the output.</param>
    /// <param name="weightBits">The bits of a weight, 2 to 8.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public LstmLayer(
        string name, TensorShape input, int inputShift, string weights, int recurrentShift, int cellFraction,
        LstmPeepholes? peepholes = null, LstmProjection? projection = null, int weightBits = TensorSpec.MaxWeightBits)
        : base(
            name, input, GateCount, projection?.Outputs ?? (input.Channels / GateCount), inputShift, Names.Check(weights), recurrentShift,
            weightBits)
    {
        if (cellFraction is < MinCellFraction or > MaxCellFraction)
        {
            throw new ArgumentException($"{name}: cell fraction is {cellFraction}, expected {MinCellFraction} to {MaxCellFraction}");
        }

        CellFraction = cellFraction;
        if (peepholes is { } seen)
        {
            CheckShift(name, "peephole", seen.Shift);
            PeepholeShift = seen.Shift;
            Peepholes = new TensorSpec(
                Names.Check(seen.Weights), weightBits, new TensorAxis("gate", PeepholeGates), new TensorAxis("unit", Units));
        }

        if (projection is { } projected)
        {
            if (projected.Shift is < 0 or > 31)
            {
                throw new ArgumentException($"{name}: projection shift is {projected.Shift}, expected 0 to 31");
            }

            ProjectionShift = projected.Shift;
            Projection = new TensorSpec(
                Names.Check(projected.Weights), weightBits, new TensorAxis("out", projected.Outputs), new TensorAxis("in", Units));
        }
    }

    /// <summary>The bits of the cell state behind the binary point.</summary>
    public int CellFraction { get; }

    /// <summary>The weights of the cell state in the gates i, f and o; null for none.</summary>
    public TensorSpec? Peepholes { get; }

    /// <summary>log2 of the factor of the product of peepholes and cell state in a gate's sum.</summary>
    public int PeepholeShift { get; }

    /// <summary>The weights of the projection; null if the units are the output.</summary>
    public TensorSpec? Projection { get; }

    /// <summary>log2 of the divisor of the projection's sums.</summary>
    public int ProjectionShift { get; }

    /// <inheritdoc/>
    public override ImmutableArray<TensorSpec> Tensors =>
        [.. new[] { RecurrentWeights, Peepholes, Projection }.OfType<TensorSpec>()];
}
