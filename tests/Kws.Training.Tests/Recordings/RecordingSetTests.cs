using Kws.Audio.Tests.Support;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Recordings;

namespace Kws.Training.Tests;

public sealed class RecordingSetTests : IDisposable
{
    private const int Rate = Support.SpokenWords.Rate;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Files_without_a_word_of_their_own_are_left_out_each_for_its_reason()
    {
        Support.SpokenWords.Write(_directory, 3, "cat");
        _directory.Write("cat/again.wav", File.ReadAllBytes(_directory.PathOf("cat/s1_nohash_0.wav")));
        _directory.Write("cat/broken.wav", "no sound");
        _directory.Write("cat/empty.wav", WavBuilder.Of(Rate));
        _directory.Write("cat/quiet.wav", WavBuilder.Of(Rate, [.. Enumerable.Repeat((short)30, Rate)]));
        _directory.Write("cat/speech.wav", WavBuilder.Of(Rate, [.. Enumerable.Repeat((short)3000, (60 * Rate) + 1)]));
        _directory.Write("cat/.hidden.wav", "no sound");

        RecordingSet set = RecordingSet.Read([_directory.PathOf("cat") + "/"], new FrontEnd(), TestContext.Current.CancellationToken);
        Assert.Equal(["cat"], set.Words);
        Assert.Equal(["again.wav", "s0_nohash_0.wav", "s2_nohash_0.wav"], set.All.Select(one => Path.GetFileName(one.Path)));
        Assert.Collection(
            set.Skipped.Select(file => file.Problem.Message),
            message => Assert.StartsWith($"{_directory.PathOf("cat/broken.wav")}: ", message, StringComparison.Ordinal),
            message => Assert.EndsWith("empty.wav: no samples, expected one at least", message, StringComparison.Ordinal),
            message => Assert.EndsWith("quiet.wav: only silence, expected a spoken word", message, StringComparison.Ordinal),
            message => Assert.EndsWith(
                $"the same sound as {_directory.PathOf("cat/again.wav")}, which is used once", message, StringComparison.Ordinal),
            message => Assert.EndsWith("longer than 60 s, expected a recording of one word", message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_cannot_be_read_ends_the_reading()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs links");
        Support.SpokenWords.Write(_directory, 3, "cat");
        File.CreateSymbolicLink(_directory.PathOf("cat/gone.wav"), _directory.PathOf("nowhere"));
        Assert.Throws<FileNotFoundException>(
            () => RecordingSet.Read([_directory.PathOf("cat")], new FrontEnd(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Of_a_long_recording_the_word_is_taken_with_three_tenths_of_a_second_around_it()
    {
        var samples = new short[9 * Rate];
        Support.SpokenWords.Word("cat", 1).CopyTo(samples, 5 * Rate);
        _directory.Touch("cat/x.wav");
        _directory.Write("cat/x.wav", WavBuilder.Of(Rate, samples));
        RecordingSet set = RecordingSet.Read([_directory.PathOf("cat")], new FrontEnd(), TestContext.Current.CancellationToken);
        Assert.InRange(set.All[0].Samples.Length, 1.08 * Rate, 1.12 * Rate);
    }

    /// <summary>Names without a speaker tell none: two such files may be of one voice.</summary>
    [Fact]
    public void Speakers_are_known_by_the_names_of_all_files_or_not_at_all()
    {
        Support.SpokenWords.Write(_directory, 3, "cat", "dog");
        _directory.Write("dog/001.wav", WavBuilder.Of(Rate, Support.SpokenWords.Word("dog", 7)));
        RecordingSet set = RecordingSet.Read(
            [_directory.PathOf("cat"), _directory.PathOf("dog")], new FrontEnd(), TestContext.Current.CancellationToken);
        Assert.Equal((3, 0), (set.SpeakersOf("cat"), set.SpeakersOf("dog")));
    }
}
