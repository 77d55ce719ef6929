using System.Collections.Immutable;
using Kws.Training.Runs;

namespace Kws.Training.Recordings;

/// <summary>The settings of a <see cref="RecordingTraining"/>.</summary>
public sealed record RecordingTrainingOptions
{
    /// <summary>The learning rate of every step of each training.</summary>
    public required LearningRates Rates { get; init; }

    /// <summary>Examples of a batch, 1 or more.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Decides all batches.</summary>
    public required long Seed { get; init; }

    /// <summary>The most threads to use; -1 for one per processor.</summary>
    public required int Threads { get; init; }

    /// <summary>The file of the checkpoint.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>All that decides the model; a checkpoint of others is refused.</summary>
    public required ImmutableArray<TrainingSetting> Settings { get; init; }
}
