using System.Collections.Immutable;
using FsCheck;
using FsCheck.Xunit;
using Kws.Training.Negatives;
using Kws.Training.Recordings;

namespace Kws.Training.Tests;

public class RecordingFoldsTests
{
    [Property]
    public void Recordings_of_a_speaker_are_never_parted_and_every_part_has_some(PositiveInt speakers, PositiveInt takes)
    {
        (int people, int each) = (1 + (speakers.Get % 8), 1 + (takes.Get % 6));
        Recording[] all =
        [
            .. from speaker in Enumerable.Range(0, people)
               from take in Enumerable.Range(0, each)
               select new Recording($"cat/s{speaker}_nohash_{take}.wav", "cat", []),
        ];
        var folds = new RecordingFolds(new RecordingSet(["cat"], [.. all], []));
        Assert.Equal(Math.Min(5, people > 1 ? people : each), folds.Count);
        Assert.Equal(Enumerable.Range(0, folds.Count), all.Select(folds.Of).Distinct().Order());
        if (people > 1)
        {
            Assert.All(all.GroupBy(one => one.Path[..^13]), speaker => Assert.Single(speaker.Select(folds.Of).Distinct()));
        }
    }

    [Fact]
    public void Frames_of_a_tenth_are_never_parted_and_every_part_has_some()
    {
        ImmutableArray<Recording> recordings = [.. Enumerable.Range(0, 4).Select(i => new Recording($"cat/{i}.wav", "cat", []))];
        var folds = new RecordingFolds(new RecordingSet(["cat"], recordings, []));
        Assert.Equal(
            [0, 1, 2, 3, 0, 1, 2, 3, 0, 1], Enumerable.Range(0, 10).Select(tenth => folds.Of(new FrameStream("dog", tenth, default))));
    }

    [Fact]
    public void Words_that_are_keywords_are_no_negatives()
    {
        Assert.Equal(["Happy", "go"], SpokenWords.AmongWords(["Happy", "lumos", "go", "coffee"]));
        Assert.Equal(["coffee"], SpokenWords.AmongSpeech(["Happy", "lumos", "go", "coffee"]));
        NegativeFrames without = SpokenWords.WithoutKeywords(NegativeFrames.Shipped, ["Happy", "coffee"]);
        Assert.DoesNotContain("happy", without.Words.Select(stream => stream.Name));
        Assert.Equal(34, without.Words.Select(stream => stream.Name).Distinct().Count());
        Assert.Empty(without.Speech);
        Assert.Equal(114, without.Noise.Length);
    }
}
