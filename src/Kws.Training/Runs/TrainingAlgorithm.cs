using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Kws.Training.Runs;

/// <summary>All that decides the bits of a trained model besides settings and sound.</summary>
internal static class TrainingAlgorithm
{
    /// <summary>The version: another one for every change after which the same settings give another model.</summary>
    public const int Version = 4;

    /// <summary>Version and instruction set, as a checkpoint has them.</summary>
    public static ImmutableArray<TrainingSetting> Settings { get; } =
    [
        new("algorithm", FormattableString.Invariant($"{Version}")),
        new("instructions", FormattableString.Invariant($"{RuntimeInformation.RuntimeIdentifier} with {8 * Vector<byte>.Count} bits")),
    ];
}
