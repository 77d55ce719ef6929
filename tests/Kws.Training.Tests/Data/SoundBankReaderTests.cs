using System.Collections.Immutable;
using Kws.Audio.Tests.Support;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Data;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests;

public sealed class SoundBankReaderTests : IDisposable
{
    private static readonly ImmutableArray<string> Labels = ["_silence_", "_unknown_", "cat", "happy"];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Words_that_are_no_keywords_are_unknown()
    {
        SpokenWords.Write(_directory, speakers: 2, "happy", "dog", "cat");
        SoundBank bank = Read([_directory.Root]);
        Assert.Equal(
            [("cat", 2), ("cat", 2), ("dog", 1), ("dog", 1), ("happy", 3), ("happy", 3)],
            bank.Clips.Select(clip => (clip.Word, clip.Label)));
    }

    [Fact]
    public void A_folder_of_clips_is_a_word_and_folders_are_merged()
    {
        SpokenWords.Write(_directory, speakers: 1, "a/cat", "a/dog", "b/happy");
        SoundBank bank = Read([_directory.PathOf("b/happy") + "/", _directory.PathOf("a")]);
        Assert.Equal(["happy", "cat", "dog"], bank.Clips.Select(clip => clip.Word));
    }

    [Fact]
    public void All_clips_of_a_speaker_are_in_one_set_and_the_sets_are_those_of_the_split()
    {
        SpokenWords.Write(_directory, speakers: 40, "cat", "happy", "dog");
        SoundBank bank = Read([_directory.Root], salt: "kws");
        Assert.All(bank.Clips.GroupBy(clip => clip.FileName), clips => Assert.Single(clips.Select(clip => clip.Split).Distinct()));
        Assert.All(bank.Clips, clip => Assert.Equal(SpeakerSplit.Of(clip.FileName, "kws"), clip.Split));
        Assert.Equal(3, bank.Clips.Select(clip => clip.Split).Distinct().Count());
    }

    [Fact]
    public void Damaged_empty_and_silent_files_are_left_out_and_named()
    {
        SpokenWords.Write(_directory, speakers: 1, "cat");
        _directory.Write("cat/damaged.wav", "no sound"u8);
        _directory.Write("cat/empty.wav", WavBuilder.Of(16_000));
        _directory.Write("cat/silent.wav", WavBuilder.Of(16_000, new short[16_000]));
        _directory.Write("cat/.hidden.wav", "no sound"u8);
        SoundBank bank = Read([_directory.Root]);
        Assert.Single(bank.Clips);
        Assert.Equal(["damaged.wav", "empty.wav", "silent.wav"], bank.Skipped.Select(file => Path.GetFileName(file.Path)));
    }

    [Fact]
    public void A_file_that_cannot_be_read_ends_the_reading()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs links");
        SpokenWords.Write(_directory, speakers: 1, "cat");
        File.CreateSymbolicLink(_directory.PathOf("cat/gone.wav"), _directory.PathOf("nowhere"));
        Assert.Throws<FileNotFoundException>(() => Read([_directory.Root]));
    }

    [Fact]
    public void Sound_of_another_rate_gets_that_of_the_front_end()
    {
        Directory.CreateDirectory(_directory.PathOf("cat"));
        _directory.Write("cat/1.wav", WavBuilder.Of(8_000, [.. SpokenWords.Word("cat", 0).Where((_, i) => i % 2 == 0)]));
        Assert.Equal(16_000, Assert.Single(Read([_directory.Root]).Clips).Samples.Length);
    }

    [Fact]
    public void Noise_is_that_of_the_folders_and_of_the_data_set()
    {
        SpokenWords.Write(_directory, speakers: 1, "data/cat", "data/_background_noise_", "noise/deeper", "speech");
        SoundBank bank = Read([_directory.PathOf("data")], noise: [_directory.PathOf("noise")], speech: [_directory.PathOf("speech")]);
        Split[] splits = Enum.GetValues<Split>();
        Assert.Equal((2, 1), (splits.Sum(bank.NoiseCount), splits.Sum(bank.SpeechCount)));
    }

    [Fact]
    public void The_hash_is_another_if_a_sample_is_another()
    {
        SpokenWords.Write(_directory, speakers: 1, "cat");
        string hash = Read([_directory.Root]).Hash();
        Assert.Equal(hash, Read([_directory.Root]).Hash());
        short[] samples = SpokenWords.Word("cat", 0);
        samples[9_999]++;
        _directory.Write("cat/s0_nohash_0.wav", WavBuilder.Of(16_000, samples));
        Assert.NotEqual(hash, Read([_directory.Root]).Hash());
    }

    [Fact]
    public void A_long_file_is_in_every_set_and_no_sound_of_it_in_two()
    {
        Directory.CreateDirectory(_directory.PathOf("speech"));
        SpokenWords.Write(_directory, speakers: 1, "cat");
        short[] sound = [.. Enumerable.Range(0, 120 * 16_000).Select(i => (short)(1 + (i / 100)))];
        _directory.Write("speech/long.wav", WavBuilder.Of(16_000, sound));
        SoundBank bank = Read([_directory.PathOf("cat")], [_directory.PathOf("speech")], [_directory.PathOf("speech")]);
        Split[] splits = Enum.GetValues<Split>();
        Assert.Equal(12, splits.Sum(bank.SpeechCount));
        Assert.All(splits, split => Assert.True(bank.SpeechCount(split) > 0));
        Assert.Equal(splits.Select(bank.SpeechCount), splits.Select(bank.NoiseCount));
        HashSet<short>[] values = [.. splits.Select(split => bank.Speech(split).SelectMany(piece => piece).ToHashSet())];
        Assert.Equal(values.Sum(set => set.Count), values.SelectMany(set => set).Distinct().Count());
        Assert.All(bank.Speech(Split.Training), piece => Assert.InRange(piece.Length, 16_000, 160_000));
    }

    [Fact]
    public void A_short_file_is_dealt_by_its_name()
    {
        Directory.CreateDirectory(_directory.PathOf("speech"));
        SpokenWords.Write(_directory, speakers: 1, "cat");
        _directory.Write("speech/x.wav", WavBuilder.Of(16_000, [.. Enumerable.Repeat((short)9, 20 * 16_000)]));
        SoundBank bank = Read([_directory.PathOf("cat")], speech: [_directory.PathOf("speech")]);
        Assert.Equal(320_000, Assert.Single(bank.Speech(SpeakerSplit.Of("x.wav"))).Length);
    }

    [Fact]
    public void Sound_that_does_not_fit_into_memory_is_refused()
    {
        SpokenWords.Write(_directory, speakers: 4, "cat");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var reader = new SoundBankReader(Labels, new FrontEnd(), "") { MemoryLimit = 3 * 32_000 };
        var e = Assert.Throws<IOException>(() => reader.Read([_directory.Root], [], [], cancellation: cancellation));
        Assert.StartsWith("the sound needs more than 0 MB of memory", e.Message, StringComparison.Ordinal);
        reader = new(Labels, new FrontEnd(), "") { MemoryLimit = 4 * 32_000 };
        Assert.Equal(4, reader.Read([_directory.Root], [], [], cancellation: cancellation).Clips.Length);
    }

    private static SoundBank Read(string[] data, string[]? noise = null, string[]? speech = null, string salt = "") =>
        new SoundBankReader(Labels, new FrontEnd(), salt).Read(data, noise ?? [], speech ?? []);
}
