using Kws.Model;
using Kws.Testing;
using Kws.Training.Data;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests;

public sealed class KeywordCoverageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Enough_is_no_problem()
    {
        SpokenWords.Write(_directory, 60, "cat", "dog");
        Assert.Null(Problem());
    }

    [Fact]
    public void Too_few_clips_are_told_with_those_that_cannot_be_used()
    {
        SpokenWords.Write(_directory, 2, "dog");
        Assert.Equal("keyword 'cat' has no clip, expected at least 3 in a folder of that name", Problem());
        SpokenWords.Write(_directory, 2, "cat");
        _directory.Write("cat/x.wav", "no sound"u8);
        Assert.Equal("keyword 'cat' has 2 clips (1 cannot be used), expected at least 3 in a folder of that name", Problem());
    }

    [Fact]
    public void A_set_without_clips_is_told_with_a_salt_that_helps()
    {
        SpokenWords.Write(_directory, 6, "cat", "dog");
        string problem = Enumerable.Range(0, 100).Select(i => Problem($"other{i}")).First(text => text is not null)!;
        Assert.Matches(
            "^keyword 'cat' has no clip in the (validation|testing) set "
                + "\\(6 clips of 6 speakers\\): with --salt [0-9]+ every set has some$",
            problem);
        string salt = problem.Split("--salt ")[1].Split(' ')[0];
        Assert.Null(Problem(salt));
    }

    [Fact]
    public void One_speaker_is_told()
    {
        Directory.CreateDirectory(_directory.PathOf("cat"));
        SpokenWords.Write(_directory, 1, "cat", "dog");
        File.Copy(_directory.PathOf("cat/s0_nohash_0.wav"), _directory.PathOf("cat/s0_nohash_1.wav"));
        File.Copy(_directory.PathOf("cat/s0_nohash_0.wav"), _directory.PathOf("cat/s0_nohash_2.wav"));
        Assert.EndsWith(
            "(3 clips of one speaker): expected clips of more speakers, since all of a speaker are in one set",
            Problem(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Keywords_alone_are_not_enough()
    {
        SpokenWords.Write(_directory, 60, "cat");
        Assert.Equal(
            "data: there is nothing to tell the keywords from, expected folders of other words, or running speech", Problem());
    }

    private string? Problem(string salt = "") => KeywordCoverage.Problem(
        ["data"], new SoundBankReader(["_silence_", "_unknown_", "cat"], new FrontEnd(), salt).Read([_directory.Root], [], []));
}
