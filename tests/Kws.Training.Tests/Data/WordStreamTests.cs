using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kws.Audio.Tests.Support;
using Kws.Fast;
using Kws.Listen;
using Kws.Listen.Clips;
using Kws.Listen.Tuning;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Data;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests;

public sealed class WordStreamTests : IDisposable
{
    private const int Rate = SpokenWords.Rate;

    private static readonly ImmutableArray<string> Labels = ["_silence_", "_unknown_", "cat", "happy"];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_clip_of_the_set_is_in_it_once_with_gaps_of_half_a_second_to_two()
    {
        SpokenWords.Write(_directory, speakers: 400, "cat", "happy", "dog");
        SoundBank bank = Read();
        var stream = new WordStream(bank, Split.Testing);
        SoundClip[] clips = [.. bank.Clips.Where(clip => clip.Split == Split.Testing)];
        Assert.Equal((clips.Length + 99) / 100, stream.Count);
        Assert.True(stream.Count > 1);

        var heard = new List<(int Label, string Sound)>();
        foreach ((short[] samples, ImmutableArray<LabelledWord> words) in Enumerable.Range(0, stream.Count).Select(stream.Recording))
        {
            heard.AddRange(words.Select(word => (word.Label, TextOf(samples.AsSpan((int)word.Start, (int)(word.End - word.Start))))));
            Assert.All(words.Skip(1).Zip(words), pair => Assert.InRange(pair.First.Start - pair.Second.End, Rate / 2, 2 * Rate));
            Assert.InRange(words[0].Start, 3 * Rate / 2, 3 * Rate);
            Assert.Equal(Rate, samples.Length - words[^1].End);
        }

        (int Label, string Sound)[] expected = [.. clips.Select(clip => (clip.Label, TextOf(clip.Samples)))];
        Assert.Equal(expected.Order(), heard.Order());
        Assert.NotEqual(expected, heard);
        Assert.Equal(stream.Recording(0).Samples, new WordStream(Read(), Split.Testing).Recording(0).Samples);
    }

    [Fact]
    public void The_word_of_a_long_clip_is_the_second_that_is_classified()
    {
        SpokenWords.Write(_directory, speakers: 30, "cat");
        foreach (string path in Directory.GetFiles(_directory.PathOf("cat")))
        {
            _directory.Write(
                $"cat/{Path.GetFileName(path)}",
                WavBuilder.Of(Rate, [.. new short[20_000], .. SpokenWords.Word("cat", 1), .. new short[9000]]));
        }

        SoundBank bank = Read();
        (short[] samples, ImmutableArray<LabelledWord> words) = new WordStream(bank, Split.Testing).Recording(0);
        string second = TextOf(bank.Clips[0].Second(bank.FrontEnd));
        Assert.All(words, word => Assert.Equal(second, TextOf(samples.AsSpan((int)word.Start, (int)(word.End - word.Start)))));
        Assert.All(words.Skip(1).Zip(words), pair => Assert.True(pair.First.Start - pair.Second.End > 20_000));
    }

    [Fact]
    public void Noise_of_the_set_is_22_decibels_below_the_clips_and_speech_is_a_recording_each()
    {
        SpokenWords.Write(_directory, speakers: 40, "cat", "happy");
        SpokenWords.Write(_directory, speakers: 40, "noise/hum", "speech/talk");
        SoundBank bank = Read([_directory.PathOf("cat"), _directory.PathOf("happy")], "noise", "speech");
        var stream = new WordStream(bank, Split.Testing);
        Assert.Equal(1 + bank.SpeechCount(Split.Testing), stream.Count);
        Assert.Equal(
            bank.Speech(Split.Testing), Enumerable.Range(1, stream.Count - 1).Select(i => stream.Recording(i).Samples));
        Assert.All(Enumerable.Range(1, stream.Count - 1), i => Assert.Empty(stream.Recording(i).Words));

        // The first second is noise alone.
        double[] powers = [.. bank.Clips.Where(clip => clip.Split == Split.Testing).Select(clip => clip.Power).Order()];
        double level = Loudness.Power(stream.Recording(0).Samples.AsSpan(0, Rate));
        Assert.InRange(10 * Math.Log10(level / powers[powers.Length / 2]), -22.1, -21.9);
    }

    [Fact]
    public void Listening_gives_the_same_scores_on_any_number_of_threads_and_ends_when_it_is_cancelled()
    {
        SpokenWords.Write(_directory, speakers: 400, "cat", "happy", "dog");
        var stream = new WordStream(Read(), Split.Testing);
        var classifier = new KwsClassifier(KwsModel.Default);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        IReadOnlyList<ScoredRecording> one = stream.Listen(classifier, 1, new Progress<double>(), cancellation);
        IReadOnlyList<ScoredRecording> three = stream.Listen(classifier, 3, new Progress<double>(), cancellation);
        Assert.Equal(one.Select(recording => recording.Scores), three.Select(recording => recording.Scores));
        Assert.Equal(one.Select(recording => recording.Words), three.Select(recording => recording.Words));

        var heard = new List<long>();
        var listener = new KeywordStream(classifier, detection => heard.Add(detection.Position));
        listener.Push(stream.Recording(0).Samples);
        listener.Finish();
        var counter = new DetectionCounter(KwsModel.Default, [one[0]]);
        WordCounts[] counts = counter.Count(counter.Sweep(smoothingHops: 20), new DetectionSettings());
        Assert.Equal(heard.Count, counts.Sum(label => label.Hits + label.FalseAccepts));
        Assert.Throws<OperationCanceledException>(() =>
            stream.Listen(classifier, 2, new Progress<double>(), new CancellationToken(canceled: true)));
    }

    private SoundBank Read(string[]? data = null, string? noise = null, string? speech = null) =>
        new SoundBankReader(Labels, new FrontEnd(), "").Read(data ?? [_directory.Root], Folders(noise), Folders(speech));

    private string[] Folders(string? name) => name is null ? [] : [_directory.PathOf(name)];

    private static string TextOf(ReadOnlySpan<short> samples) =>
        Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(samples)));
}
