using Kws.Fast;
using Kws.Model;

namespace Kws.Training.Tests;

public class TrainerTests
{
    private static readonly TrainerOptions OneThread = new() { Threads = 1 };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_number_of_threads_changes_no_bit(int threads) =>
        Assert.Equal(StateAfter(20, OneThread), StateAfter(20, OneThread with { Threads = threads }));

    [Fact]
    public void Another_seed_gives_another_model() =>
        Assert.NotEqual(StateAfter(1, OneThread), StateAfter(1, OneThread with { Seed = 2 }));

    [Fact]
    public void A_trainer_of_a_model_starts_as_that_model() => Assert.Equal(
        KwsModel.Default.Tensors.SelectMany(tensor => tensor),
        new Trainer(KwsModel.Default, OneThread).Model.Tensors.SelectMany(tensor => tensor));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Training_learns_to_tell_patterns_apart(Network network)
    {
        var trainer = new Trainer(network, options: OneThread with { AverageDecay = 0.9 });
        var examples = new Patterns(network);
        for (int step = 0; step < 150; step++)
        {
            (sbyte[] fingerprints, int[] labels) = examples.Batch(20);
            trainer.Step(fingerprints, labels, 0.005f, TestContext.Current.CancellationToken);
        }

        var classifier = new KwsClassifier(trainer.Model);
        (sbyte[] unseen, int[] truths) = examples.Batch(200);
        var found = new int[truths.Length];
        classifier.Classify(unseen, found);
        Assert.InRange(truths.Zip(found).Count(pair => pair.First == pair.Second), 190, 200);
    }

    [Fact]
    public void Weights_that_decay_stay_smaller()
    {
        Assert.InRange(Size(weightDecay: 0.5), 0, 0.8 * Size(weightDecay: 0));

        static double Size(double weightDecay)
        {
            var trainer = new Trainer(DsCnn.Default, options: OneThread with { AverageDecay = 0, WeightDecay = weightDecay });
            var examples = new Patterns(DsCnn.Default);
            for (int step = 0; step < 100; step++)
            {
                (sbyte[] fingerprints, int[] labels) = examples.Batch(10);
                trainer.Step(fingerprints, labels, 0.02f);
            }

            return trainer.Model.Tensors.Sum(tensor => tensor.Sum(value => (double)value * value));
        }
    }

    public static TheoryData<Network> Networks =>
    [
        DsCnn.Default, DsCnn.Parse("3 16 10 4 2 2 16 3 3 2 2 16 3 3 1 1"), Dnn.Create([32, 32]),
        Load("cmsis-dnn"), Load("cmsis-ds-cnn"),
    ];

    [Fact]
    public void A_step_that_is_cancelled_is_not_done()
    {
        (sbyte[] fingerprints, int[] labels) = new Patterns(DsCnn.Default).Batch(20);
        var trainer = new Trainer(DsCnn.Default, options: OneThread);
        trainer.Step(fingerprints, labels, 0.01f, TestContext.Current.CancellationToken);
        byte[] before = StateOf(trainer);
        Assert.ThrowsAny<OperationCanceledException>(
            () => trainer.Step(fingerprints, labels, 0.01f, new CancellationToken(canceled: true)));
        Assert.Equal(before, StateOf(trainer));

        static byte[] StateOf(Trainer trainer)
        {
            using var stream = new MemoryStream();
            trainer.Save(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void A_batch_that_does_not_fit_is_refused()
    {
        var trainer = new Trainer(DsCnn.Default, options: OneThread);
        Assert.Contains("expected at least one", Refusal<ArgumentException>([], []).Message);
        Assert.Contains("299 values for 1 labels, expected 300", Refusal<ArgumentException>(new sbyte[299], [0]).Message);
        Assert.Contains(
            "fingerprint 1: value 2 is 32",
            Refusal<ArgumentOutOfRangeException>([.. new sbyte[302], 32, .. new sbyte[297]], [0, 0]).Message);
        Assert.Contains("label 0 is 4, expected 0 to 3", Refusal<ArgumentOutOfRangeException>(new sbyte[300], [4]).Message);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => trainer.Step(new sbyte[300], [0], float.NaN, TestContext.Current.CancellationToken));
        Assert.Equal(0, trainer.Steps);

        T Refusal<T>(sbyte[] fingerprints, int[] labels)
            where T : Exception => Assert.Throws<T>(() => trainer.Step(fingerprints, labels, 0.001f));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Trainer(DsCnn.Default, options: new TrainerOptions { AverageDecay = 1 }));
        Assert.Throws<ArgumentException>(() => new Trainer(DsCnn.Default, options: new TrainerOptions { WeightDecay = double.NaN }));
        Assert.Throws<ArgumentException>(() => new Trainer(DsCnn.Default, options: new TrainerOptions { LogitScale = 0 }));
        Assert.Throws<ArgumentException>(() => new Trainer(DsCnn.Default, ["one", "two"]));
    }

    [Fact]
    public void A_given_scale_stays() =>
        Assert.Equal(1.0 / 128, Trained(3, OneThread with { LogitScale = 1.0 / 128 }).LogitScale, 1e-12);

    [Fact]
    public void A_run_that_was_saved_and_loaded_ends_as_one_that_was_not()
    {
        Trainer trainer = Trained(10, OneThread);
        Trainer loaded = Trainer.Load(new MemoryStream(State(trainer)), OneThread);
        Assert.Equal(10, loaded.Steps);
        Assert.Equal(trainer.Model.Labels, loaded.Model.Labels);
        Assert.Equal(StateAfter(10, trainer, 1), StateAfter(10, loaded, 1));
    }

    [Fact]
    public void A_damaged_state_is_refused_in_one_line()
    {
        byte[] state = StateAfter(2, OneThread);
        foreach (int length in new[] { 0, 7, 8, 100, state.Length / 2, state.Length - 1 })
        {
            Refused(state[..length]);
        }

        Refused([.. state, 0]);
        byte[] notANumber = [.. state];
        BitConverter.GetBytes(double.NaN).CopyTo(notANumber, state.Length - 8);
        Refused(notANumber);
        using var model = new MemoryStream();
        KwsModel.Default.Save(model);
        Assert.Contains("not the state of a trainer", Refused(model.ToArray()).Message);
    }

    private static KwsFormatException Refused(byte[] state)
    {
        var refusal = Assert.Throws<KwsFormatException>(() => Trainer.Load(new MemoryStream(state), sourceName: "run.state"));
        Assert.StartsWith("run.state: ", refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal;
    }

    private static Network Load(string name) =>
        KwsModel.Load(Path.Combine(AppContext.BaseDirectory, "models", name + ".safetensors")).Network;

    private static Trainer Trained(int steps, TrainerOptions options)
    {
        var trainer = new Trainer(DsCnn.Default, options: options);
        Train(steps, trainer, 0);
        return trainer;
    }

    private static byte[] StateAfter(int steps, TrainerOptions options) => State(Trained(steps, options));

    private static byte[] StateAfter(int steps, Trainer trainer, int seed)
    {
        Train(steps, trainer, seed);
        return State(trainer);
    }

    private static void Train(int steps, Trainer trainer, int seed)
    {
        var examples = new Patterns(trainer.Network, seed);
        for (int step = 0; step < steps; step++)
        {
            (sbyte[] fingerprints, int[] labels) = examples.Batch(37);
            trainer.Step(fingerprints, labels, 0.01f);
        }
    }

    private static byte[] State(Trainer trainer)
    {
        using var stream = new MemoryStream();
        trainer.Save(stream);
        return stream.ToArray();
    }
}
