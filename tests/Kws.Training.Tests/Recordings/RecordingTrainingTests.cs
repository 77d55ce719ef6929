using System.Collections.Immutable;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Data;
using Kws.Training.Recordings;
using Kws.Training.Runs;

namespace Kws.Training.Tests;

public sealed class RecordingTrainingTests : IDisposable
{
    private const int Steps = 12;

    private static readonly ImmutableArray<string> Labels = ["_silence_", "_unknown_", "lumos"];

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingSet _recordings;
    private readonly SoundBank _own;

    public RecordingTrainingTests()
    {
        Support.SpokenWords.Write(_directory, 3, "lumos", "speech");
        _recordings = RecordingSet.Read([_directory.PathOf("lumos")], new FrontEnd(), TestContext.Current.CancellationToken);
        _own = new SoundBankReader(Labels, new FrontEnd(), "").Read([], [], [_directory.PathOf("speech")]);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_recording_and_every_negative_tests_once()
    {
        RecordingOutcome outcome = Run("whole.training", threads: 2);
        FoundRecordings word = Assert.Single(outcome.LeaveOut.Words);
        Assert.Equal(("lumos", 3), (word.Word, word.Found.Total));
        Assert.Equal(word.Threshold, outcome.Model.Detection!.Thresholds["lumos"]);
        Assert.InRange(word.Threshold, 0.5, 1);

        Dictionary<NegativeKind, double> minutes =
            outcome.LeaveOut.Negatives.ToDictionary(kind => kind.Kind, kind => 60 * kind.Hours);
        Assert.Equal(5668 * 30 * 0.032 / 60, minutes[NegativeKind.Words], 0.5);
        Assert.InRange(minutes[NegativeKind.Speech], 22, 24);
        Assert.InRange(minutes[NegativeKind.Noise], 13, 15);
        Assert.Equal(3 * 30 * 0.032 / 60, minutes[NegativeKind.Own], 1e-9);
    }

    [Fact]
    public void Stopped_at_any_step_and_resumed_it_gives_the_same_model_on_any_number_of_threads()
    {
        RecordingOutcome expected = Run("whole.training", threads: 1);
        foreach (int stop in (int[])[7, Steps + 3])
        {
            using var cancellation = new CancellationTokenSource();
            RecordingTraining first = Create("stopped.training", threads: 3);
            Assert.ThrowsAny<OperationCanceledException>(() => first.Run(new StopAfter(stop, cancellation), cancellation.Token));
            RecordingTraining second = Create("stopped.training", threads: 3);
            Assert.True(second.TryResume());
            Assert.Equal((Math.Min(stop, Steps), first.SavedStep), (second.Step, second.SavedStep));
            RecordingOutcome resumed = second.Run(null, TestContext.Current.CancellationToken);
            Assert.Equal(Bytes(expected.Model), Bytes(resumed.Model));
            Assert.Equal(expected.LeaveOut.Negatives, resumed.LeaveOut.Negatives);
        }

        static byte[] Bytes(KwsModel model)
        {
            using var stream = new MemoryStream();
            model.Save(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void A_checkpoint_of_other_recordings_is_refused()
    {
        _ = Run("whole.training", threads: 1);
        RecordingTraining other = Create("whole.training", threads: 1, _recordings with { All = _recordings.All[1..] });
        KwsFormatException refusal = Assert.Throws<KwsFormatException>(() => other.TryResume());
        Assert.Contains("this training began with recordings of hash ", refusal.Message, StringComparison.Ordinal);
    }

    private RecordingOutcome Run(string checkpoint, int threads) =>
        Create(checkpoint, threads).Run(null, TestContext.Current.CancellationToken);

    private RecordingTraining Create(string checkpoint, int threads, RecordingSet? recordings = null) => new(
        () => new Trainer(
            DsCnn.Parse("2 4 4 4 2 2 4 3 3 1 1", Labels.Length), Labels, new FrontEnd(), new TrainerOptions { Threads = threads }),
        recordings ?? _recordings,
        _own,
        new RecordingTrainingOptions
        {
            Rates = LearningRates.Cosine(Steps, 0.02),
            BatchSize = 10,
            Seed = 1,
            Threads = threads,
            Checkpoint = _directory.PathOf(checkpoint),
            Settings = [new("recordings of hash", (recordings ?? _recordings).Hash())],
        });

    /// <summary>Cancels after so many steps of all trainings.</summary>
    private sealed class StopAfter(int steps, CancellationTokenSource cancellation) : IProgress<RecordingProgress>
    {
        public void Report(RecordingProgress value)
        {
            if ((value.LeaveOut * value.Steps) + value.Step == steps)
            {
                cancellation.Cancel();
            }
        }
    }
}
