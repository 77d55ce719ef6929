using System.Collections.Immutable;

namespace Kws.Training.Quantize;

/// <summary>The bits behind the binary point of all values and weights of a network of integers.</summary>
/// <param name="Input">Of the values of a fingerprint.</param>
/// <param name="Weights">Of the weights of each stage; 0 for a pool.</param>
/// <param name="Outputs">Of the outputs of each stage.</param>
internal sealed record Scales(int Input, ImmutableArray<int> Weights, ImmutableArray<int> Outputs)
{
    /// <summary>The bits behind the binary point of a stage's inputs.</summary>
    public int InputOf(int stage) => stage == 0 ? Input : Outputs[stage - 1];
}
