using System.Collections.Immutable;
using System.Globalization;
using Kws.Model;
using Kws.Training;
using Kws.Training.Data;
using Kws.Training.Recordings;
using Kws.Training.Runs;

namespace Kws.Cli.Commands;

/// <summary>The settings of a training, as the command line gives them.</summary>
internal sealed record TrainSettings
{
    public required string[] Data { get; init; }

    /// <summary>Folders of few recordings, instead of data.</summary>
    public required string[] Recordings { get; init; }

    public required string[] Noise { get; init; }

    public required string[] Negatives { get; init; }

    public required string Output { get; init; }

    public required string? Report { get; init; }

    /// <summary>The labels: <c>_silence_</c>, <c>_unknown_</c>, then the keywords.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    public required TopologyChoice Topology { get; init; }

    public required LearningRates Rates { get; init; }

    public required int BatchSize { get; init; }

    public required int Seed { get; init; }

    public required long ValidationInterval { get; init; }

    public required string Salt { get; init; }

    public required int Threads { get; init; }

    public required bool Resume { get; init; }

    public FrontEnd FrontEnd => Topology.FrontEnd;

    /// <summary>The state of the training, beside the model.</summary>
    public string Checkpoint => $"{Output}.training";

    /// <summary>The settings that decide the model, without the sound.</summary>
    public ImmutableArray<TrainingSetting> Deciding =>
    [
        new("--keywords", string.Join(',', Labels.Skip(2))),
        new("topology", Topology.Name),
        new("--weight-bits", Text(Topology.WeightBits)),
        new("--arithmetic", ArithmeticOption.Name(Topology.Arithmetic)),
        new("--steps", Rates.ToString()),
        new("--batch", Text(BatchSize)),
        new("--seed", Text(Seed)),
        new("--validation", Text(ValidationInterval)),
        new("--salt", $"'{Salt}'"),
    ];

    public Trainer CreateTrainer() => Topology.CreateTrainer(Labels, FrontEnd, Seed, Threads);

    public TrainingRunOptions RunOptions(SoundBank bank) => new()
    {
        Rates = Rates,
        BatchSize = BatchSize,
        ValidationInterval = ValidationInterval,
        Checkpoint = Checkpoint,
        Settings = [.. Deciding, new("sound of hash", bank.Hash()[..16])],
    };

    public RecordingTrainingOptions RecordingOptions(RecordingSet recordings, SoundBank own) => new()
    {
        Rates = Rates,
        BatchSize = BatchSize,
        Seed = Seed,
        Threads = Threads,
        Checkpoint = Checkpoint,
        Settings = [.. Deciding, new("recordings of hash", recordings.Hash()[..16]), new("sound of hash", own.Hash()[..16])],
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
