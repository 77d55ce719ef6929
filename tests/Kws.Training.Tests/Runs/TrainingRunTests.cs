using System.Collections.Immutable;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Data;
using Kws.Training.Runs;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly ImmutableArray<string> Labels = ["_silence_", "_unknown_", "cat"];

    private readonly TemporaryDirectory _directory = new();
    private readonly SoundBank _bank;

    public TrainingRunTests()
    {
        SpokenWords.Write(_directory, 60, "cat", "dog");
        _bank = new SoundBankReader(Labels, new FrontEnd(), "").Read([_directory.Root], [], []);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Stopped_at_any_step_and_resumed_it_has_the_same_outcome()
    {
        TrainingOutcome expected = Run("whole.training");
        for (int stop = 0; stop < 12; stop += 3)
        {
            using var cancellation = new CancellationTokenSource();
            TrainingRun first = Create("stopped.training");
            Assert.ThrowsAny<OperationCanceledException>(() => first.Run(new StopAfter(stop, cancellation), cancellation.Token));
            TrainingRun second = Create("stopped.training");
            Assert.True(second.TryResume());
            Assert.Equal((first.Step, first.SavedStep), (second.Step, second.SavedStep));
            Assert.Equal(stop + 1, second.Step);
            TrainingOutcome resumed = second.Run(null, TestContext.Current.CancellationToken);
            Assert.Equal(expected.Points, resumed.Points);
            Assert.Equal(expected.Model.Tensors.SelectMany(values => values), resumed.Model.Tensors.SelectMany(values => values));
        }
    }

    [Fact]
    public void The_model_is_that_after_the_last_step()
    {
        TrainingOutcome outcome = Run("whole.training");
        Assert.Equal([5, 10, 13], outcome.Points.Select(point => point.Step));
        Assert.Equal(outcome.Points[^1].Accuracy, new ValidationSet(_bank).Accuracy(outcome.Model, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_training_of_other_settings_or_of_another_version_is_not_resumed()
    {
        TrainingRun first = Create("x.training");
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => first.Run(new StopAfter(0, cancellation), cancellation.Token));
        string path = _directory.PathOf("x.training");
        Checkpoint saved = Checkpoint.Read(path);
        Assert.Equal(["--seed", "algorithm", "instructions"], saved.Settings.Select(setting => setting.Name));
        Refuses(saved.Settings.SetItem(0, new("--seed", "4")), "this training began with --seed 4, now it is 3");
        Refuses(
            saved.Settings.SetItem(2, new("instructions", "abacus")),
            $"this training began with instructions abacus, now it is {saved.Settings[2].Value}");
        Refuses(saved.Settings.SetItem(1, new("algorithm", "0")), "this training began with algorithm 0, now it is ");
        Refuses(saved.Settings[..1], "another version of kws began this training");
        Refuses([], "another version of kws began this training");

        void Refuses(ImmutableArray<TrainingSetting> settings, string problem)
        {
            (saved with { Settings = settings }).Write(path);
            var e = Assert.Throws<KwsFormatException>(() => Create("x.training").TryResume());
            Assert.Contains(problem, e.Message, StringComparison.Ordinal);
            Assert.EndsWith("; without --resume it begins anew", e.Message, StringComparison.Ordinal);
        }
    }

    private TrainingOutcome Run(string name) => Create(name).Run(null, TestContext.Current.CancellationToken);

    private TrainingRun Create(string name) => new(
        new Trainer(DsCnn.Parse("2 4 4 4 2 2 4 3 3 1 1", Labels.Length), Labels, _bank.FrontEnd),
        new BatchSource(_bank, Split.Training, seed: 3),
        new ValidationSet(_bank),
        new()
        {
            Rates = LearningRates.Cosine(13, 0.01),
            BatchSize = 10,
            ValidationInterval = 5,
            Checkpoint = _directory.PathOf(name),
            Settings = [new("--seed", "3")],
        });

    private sealed class StopAfter(long step, CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step > step)
            {
                source.Cancel();
            }
        }
    }
}
