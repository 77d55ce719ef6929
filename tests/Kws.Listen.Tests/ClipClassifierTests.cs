using Kws.Audio.Tests.Support;
using Kws.Fast;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Listen.Tests;

/// <summary>Sound goes in, a label comes out.</summary>
public sealed class ClipClassifierTests : IDisposable
{
    private static readonly KwsClassifier Default = new(KwsModel.Default);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(ClipSecond.Word)]
    [InlineData(ClipSecond.Best)]
    public void A_file_a_stream_and_samples_give_the_same_label(ClipSecond second)
    {
        short[] samples = Wav.Tones(2.5, seed: 3);
        Wav.Write(_directory.PathOf("clip.wav"), samples);
        var clips = new ClipClassifier(Default, second);
        ClipLabel label = clips.Classify(_directory.PathOf("clip.wav"));
        var logits = new int[4];
        var scores = new float[4];
        ClassifyAll(clips, [new Clip(_directory.PathOf("clip.wav"))], (in result) =>
        {
            Assert.Null(result.Failure);
            result.Logits.CopyTo(logits);
            Assert.Equal(TimeSpan.FromSeconds(result.Start / 16_000.0), label.Start);
        });
        Scores.FromLogits(logits, scores);
        Assert.Equal(Array.IndexOf(logits, logits.Max()), label.Label);
        Assert.Equal(KwsModel.Default.Labels[label.Label], label.Name);
        Assert.Equal(scores.Max(), label.Score);
        Assert.Equal(logits, label.Logits);
        Assert.Equal(scores, label.Scores);

        using FileStream stream = File.OpenRead(_directory.PathOf("clip.wav"));
        AssertSame(label, clips.Classify(stream));
        AssertSame(label, clips.Classify(samples));
    }

    [Fact]
    public void An_endless_stream_is_refused_after_an_hour()
    {
        short[] second = Wav.Tones(1.1, seed: 5);
        byte[] header = [.. WavBuilder.RiffHeader("RIFF", uint.MaxValue), .. WavBuilder.Format(), .. WavBuilder.Data([], uint.MaxValue)];
        using var endless = new EndlessStream([.. header, .. WavBuilder.Pcm16(second)]);
        var clips = new ClipClassifier(Default);
        KwsFormatException failure = Assert.Throws<KwsFormatException>(() => clips.Classify(endless));
        Assert.Equal("stream: more than an hour of sound, expected a clip", failure.Message);
        Assert.InRange(endless.Given, 2 * 3600 * 16_000, (2 * 3600 * 16_000) + (1 << 20));
    }

    [Fact]
    public void A_label_reads_as_name_and_score()
    {
        var constant = new KwsClassifier(Models.Constant(DsCnn.Default, 0, 0, 1000, 0));
        Assert.Equal("cat 1.00", new ClipClassifier(constant).Classify(new short[10]).ToString());
    }

    [Fact]
    public void What_is_no_clip_is_refused()
    {
        var clips = new ClipClassifier(Default);
        Assert.Throws<FileNotFoundException>(() => clips.Classify(_directory.PathOf("gone.wav")));
        KwsFormatException failure = Assert.Throws<KwsFormatException>(() => clips.Classify(new MemoryStream([1, 2, 3]), "sound"));
        Assert.StartsWith("sound: the file begins with", failure.Message);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var clips = new ClipClassifier(Default);
        Assert.Throws<ArgumentNullException>("classifier", () => new ClipClassifier(null!));
        Assert.Throws<ArgumentOutOfRangeException>("second", () => new ClipClassifier(Default, (ClipSecond)2));
        Assert.Throws<ArgumentNullException>("path", () => clips.Classify((string)null!));
        Assert.Throws<ArgumentNullException>("stream", () => clips.Classify((Stream)null!));
        Assert.Throws<ArgumentNullException>("name", () => clips.Classify(Stream.Null, null!));
        Assert.Throws<ArgumentNullException>("clips", () => ClassifyAll(clips, null!, (in _) => { }));
        Assert.Throws<ArgumentNullException>("handle", () => ClassifyAll(clips, [], null!));
        Assert.Throws<ArgumentException>("clips", () => ClassifyAll(clips, [null!], (in _) => { }));
        Assert.Throws<ArgumentOutOfRangeException>("degreeOfParallelism", () => ClassifyAll(clips, [], (in _) => { }, 0));
        Assert.Throws<ArgumentNullException>("folder", () => ClipFolder.Find(null!).Any());
    }

    private static void ClassifyAll(ClipClassifier clips, IEnumerable<Clip> all, ClipHandler handle, int threads = -1) =>
        clips.ClassifyAll(all, handle, threads, TestContext.Current.CancellationToken);

    private static void AssertSame(ClipLabel expected, ClipLabel actual)
    {
        Assert.Equal((expected.Label, expected.Name, expected.Start), (actual.Label, actual.Name, actual.Start));
        Assert.Equal(expected.Logits, actual.Logits);
        Assert.Equal(expected.Scores, actual.Scores);
    }
}
