using System.Collections.Immutable;

namespace Kws.Training.Runs;

/// <summary>The settings of a <see cref="TrainingRun"/>.</summary>
public sealed record TrainingRunOptions
{
    /// <summary>The learning rate of every step.</summary>
    public required LearningRates Rates { get; init; }

    /// <summary>Examples of a batch, 1 or more.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Steps from one validation to the next, 1 or more.</summary>
    public required long ValidationInterval { get; init; }

    /// <summary>The file of the checkpoint.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>All that decides the model; a checkpoint of others is refused.</summary>
    public required ImmutableArray<TrainingSetting> Settings { get; init; }
}
