using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>Gated recurrent units, whose reset gate is applied before the product.</summary>
/// <remarks>
/// The gates are r (reset), u (update) and n (candidate). After each frame, with a state h of 16 bits, of which 15 are behind the binary
/// point, and the output of the frame before:
/// <code>
/// r, u = sigmoid(a_r), sigmoid(a_u)
/// n    = tanh(a_n), whose product takes 8 bits of r h instead of the output
/// h    = u h + (1 - u) n
/// </code>
/// The output is h with 8 bits, of which 7 are behind the binary point.
/// </remarks>
public sealed record GruLayer : RecurrentLayer
{
    /// <summary>The gates of a unit: reset, update, candidate.</summary>
    public const int GateCount = 3;

    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input: frames x 1 x <see cref="GateCount"/> values for each unit, gate by gate.</param>
    /// <param name="inputShift">log2 of the factor of the input in a gate's sum, 0 to 15.</param>
    /// <param name="weights">The name of the recurrent weights: [unit of r, then u, n][unit].</param>
    /// <param name="recurrentShift">log2 of the factor of the product with the recurrent weights, 0 to 15.</param>
    /// <param name="weightBits">The bits of a weight, 2 to 8.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public GruLayer(
        string name, TensorShape input, int inputShift, string weights, int recurrentShift, int weightBits = TensorSpec.MaxWeightBits)
        : base(name, input, GateCount, input.Channels / GateCount, inputShift, Names.Check(weights), recurrentShift, weightBits)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<TensorSpec> Tensors => [RecurrentWeights];
}
