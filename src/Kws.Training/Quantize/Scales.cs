using System.Collections.Immutable;

namespace Kws.Training.Quantize;

/// <summary>The bits behind the binary point of all values and weights of a network of integers.</summary>
/// <param name="Input">Of the values of a fingerprint.</param>
/// <param name="Stages">Of each stage.</param>
internal sealed record Scales(int Input, ImmutableArray<StageScales> Stages)
{
    /// <summary>The bits behind the binary point of a stage's inputs.</summary>
    public int InputOf(int stage) => stage == 0 ? Input : Stages[stage - 1].Output;
}
