using Kws.Model;
using Kws.Testing;
using Kws.Training.Data;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests;

public sealed class BatchSourceTests : IDisposable
{
    private const int Size = 25;

    private readonly TemporaryDirectory _directory = new();
    private readonly SoundBank _bank;

    public BatchSourceTests()
    {
        SpokenWords.Write(_directory, speakers: 12, "cat", "happy", "dog", "noise", "speech");
        _bank = new SoundBankReader(["_silence_", "_unknown_", "cat", "happy"], new FrontEnd(), "").Read(
            [_directory.Root], [_directory.PathOf("noise")], [_directory.PathOf("speech")]);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_batch_is_a_function_of_seed_and_step_whatever_the_threads_and_what_was_before()
    {
        using var one = new BatchSource(_bank, Split.Training, seed: 5, threads: 1);
        using var many = new BatchSource(_bank, Split.Training, seed: 5, threads: 4);
        Batch[] forwards = [.. Enumerable.Range(0, 6).Select(step => Fill(one, step))];
        Batch[] backwards = [.. Enumerable.Range(0, 6).Reverse().Select(step => Fill(many, step)).Reverse()];
        Assert.All(forwards.Zip(backwards), pair =>
        {
            Assert.Equal(pair.First.Fingerprints.ToArray(), pair.Second.Fingerprints.ToArray());
            Assert.Equal(pair.First.Labels.ToArray(), pair.Second.Labels.ToArray());
        });
        Assert.Equal(6, forwards.Select(batch => Convert.ToHexString(Bytes(batch))).Distinct().Count());

        using var other = new BatchSource(_bank, Split.Training, seed: 6);
        Assert.NotEqual(forwards[0].Fingerprints.ToArray(), Fill(other, 0).Fingerprints.ToArray());
    }

    [Fact]
    public void Labels_have_their_shares_in_every_batch()
    {
        using var source = new BatchSource(_bank, Split.Training, seed: 1);
        for (int step = 0; step < 10; step++)
        {
            int[] labels = Fill(source, step).Labels.ToArray();
            Assert.Equal([5, 10, 5, 5], Enumerable.Range(0, 4).Select(label => labels.Count(other => other == label)));
        }
    }

    [Fact]
    public void No_two_examples_of_a_label_are_alike_but_digital_silence()
    {
        using var source = new BatchSource(_bank, Split.Training, seed: 1);
        Batch batch = Fill(source, 0);
        string[] words =
        [
            .. Enumerable.Range(0, Size).Where(i => batch.Labels.Span[i] > 0)
                .Select(i => string.Join(',', batch.Fingerprints.Slice(i * 300, 300).ToArray())),
        ];
        Assert.Equal(words.Length, words.Distinct().Count());
    }

    [Fact]
    public void A_cancelled_batch_is_not_made()
    {
        using var source = new BatchSource(_bank, Split.Training, seed: 2);
        Assert.ThrowsAny<OperationCanceledException>(
            () => source.Fill(0, new sbyte[source.FingerprintLength], new int[1], new CancellationToken(canceled: true)));
    }

    /// <summary>Running speech of less than a second is at any place of an example.</summary>
    [Fact]
    public void Short_speech_is_made_examples_of()
    {
        Directory.CreateDirectory(_directory.PathOf("short"));
        _directory.Write("short/s.wav", Kws.Audio.Tests.Support.WavBuilder.Of(16_000, SpokenWords.Word("speech", 1).AsSpan(4000, 4000)));
        SoundBank bank = new SoundBankReader(["_silence_", "_unknown_", "cat", "happy"], new FrontEnd(), "").Read(
            [_directory.PathOf("cat"), _directory.PathOf("happy")], [], [.. Enumerable.Repeat(_directory.PathOf("short"), 40)],
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(40, Enum.GetValues<Split>().Sum(bank.SpeechCount));
        using var source = new BatchSource(bank, Enum.GetValues<Split>().First(split => bank.SpeechCount(split) > 0), seed: 1);
        _ = Fill(source, 0);
    }

    [Fact]
    public void Room_of_another_length_is_refused()
    {
        using var source = new BatchSource(_bank, Split.Training, seed: 2);
        Assert.Throws<ArgumentException>(() => source.Fill(0, new sbyte[299], new int[1], TestContext.Current.CancellationToken));
    }

    private static Batch Fill(BatchSource source, long step)
    {
        var batch = new Batch(new sbyte[Size * source.FingerprintLength], new int[Size]);
        source.Fill(step, batch.Fingerprints, batch.Labels);
        return batch;
    }

    private static byte[] Bytes(Batch batch) =>
        [.. batch.Fingerprints.ToArray().Select(value => unchecked((byte)value)), .. batch.Labels.ToArray().Select(label => (byte)label)];
}
