using Kws.Fast;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Data;
using Kws.Training.Tests.Support;
using Kws.Training.Topologies;

namespace Kws.Training.Tests;

public sealed class TrainingTopologyTests : IDisposable
{
    private static readonly string[] Labels = ["_silence_", "_unknown_", "cat", "happy"];

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<NetworkFamily, NetworkSize, int?> All =>
        [
            .. from family in Enum.GetValues<NetworkFamily>()
               from size in Enum.GetValues<NetworkSize>()
               from bits in (int?[])[null, 6, 8]
               select new TheoryDataRow<NetworkFamily, NetworkSize, int?>(family, size, bits),
        ];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Every_topology_trains_and_gives_a_model_that_classifies(NetworkFamily family, NetworkSize size, int? bits)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        SpokenWords.Write(_directory, speakers: 8, "cat", "happy", "dog");
        SoundBank bank = new SoundBankReader([.. Labels], new FrontEnd(), "").Read([_directory.Root], [], [], cancellation: cancellation);
        using var source = new BatchSource(bank, Split.Training, seed: 1);
        var batch = new Batch(new sbyte[32 * source.FingerprintLength], new int[32]);
        var trainer = new Trainer(TrainingTopology.Of(family, size).Create(Labels.Length, bank.FrontEnd, bits), Labels, bank.FrontEnd);
        source.Fill(0, batch.Fingerprints, batch.Labels, cancellation);
        float[] losses =
            [.. Enumerable.Range(0, 6).Select(_ => trainer.Step(batch.Fingerprints.Span, batch.Labels.Span, learningRate: 0.01f))];
        Assert.All(losses, loss => Assert.True(float.IsFinite(loss)));
        Assert.True(losses[^1] < losses[0], string.Join(' ', losses));

        string path = _directory.PathOf("x.safetensors");
        trainer.Model.Save(path);
        var classifier = new KwsClassifier(KwsModel.Load(path));
        var predicted = new int[32];
        classifier.Classify(batch.Fingerprints.Span, predicted);
        Assert.All(predicted, label => Assert.InRange(label, 0, Labels.Length - 1));
    }

    [Fact]
    public void The_small_DS_CNN_is_the_default_topology() =>
        Assert.Equal(DsCnn.Default, TrainingTopology.Of(NetworkFamily.DsCnn, NetworkSize.Small).Create(4, new FrontEnd()));

    /// <summary>Logits begin as large as the scale of scores has them, and values of 8 bits use their range without a clamp.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Start_weights_fit_the_shifts(NetworkFamily family, NetworkSize size, int? bits)
    {
        Network network = TrainingTopology.Of(family, size).Create(Labels.Length, new FrontEnd(), bits);
        if ((family, size) == (NetworkFamily.DsCnn, NetworkSize.Small))
        {
            return;
        }

        var trainer = new Trainer(network, Labels);
        var random = new Random(1);
        double square = 0;
        for (int i = 0; i < 20; i++)
        {
            double[] logits = trainer.Logits([.. Enumerable.Range(0, network.Input.Count).Select(_ => (sbyte)random.Next(-12, 13))]);
            square += logits.Average(logit => logit * logit) / 20;
        }

        Assert.InRange(Math.Sqrt(square), 8, 400);
    }

    /// <summary>The values of a deep DS-CNN without saturation grow from block to block.</summary>
    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    public void A_deep_DS_CNN_does_not_overflow_at_the_start(int bits)
    {
        string blocks = string.Concat(Enumerable.Repeat(" 64 3 3 1 1", 12));
        Network network = TrainingTopology.Parse(NetworkFamily.DsCnn, $"13 64 4 4 2 2{blocks}").Create(4, new FrontEnd(), bits);
        var trainer = new Trainer(network, Labels);
        sbyte[] fingerprint = [.. Enumerable.Range(0, 300).Select(i => (sbyte)(i % 2 == 0 ? 31 : -32))];
        Assert.True(float.IsFinite(trainer.Step(fingerprint, [1], 0.002f, TestContext.Current.CancellationToken)));
        Assert.True(float.IsFinite(trainer.Step(fingerprint, [2], 0.002f, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Numbers_that_are_no_topology_are_refused()
    {
        Assert.Throws<FormatException>(() => TrainingTopology.Parse(NetworkFamily.Cnn, "1 2").Create(4, new FrontEnd()));
        Assert.Throws<FormatException>(() => TrainingTopology.Parse(NetworkFamily.DsCnn, "1 2").Create(4, new FrontEnd()));
        Assert.Throws<ArgumentException>(() => TrainingTopology.Parse(NetworkFamily.Dnn, "0").Create(4, new FrontEnd()));
    }
}
