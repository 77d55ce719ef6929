using Kws.Model;
using Kws.Training.Data;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests;

public sealed class WordSecondTests
{
    private static readonly FrontEnd FrontEnd = new();

    [Theory]
    [InlineData(1)]
    [InlineData(15_872)]
    [InlineData(16_000)]
    public void A_clip_of_a_second_is_taken_as_it_is(int length)
    {
        short[] clip = SpokenWords.Word("cat", 1)[..length];
        Assert.True(WordSecond.Of(clip, FrontEnd) == clip);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9_000)]
    [InlineData(40_000)]
    public void The_word_of_a_longer_clip_is_in_its_middle_wherever_it_begins(int onset)
    {
        short[] word = SpokenWords.Word("cat", 1)[4000..12_000];
        short[] clip = [.. new short[onset], .. word, .. new short[24_000]];
        ReadOnlySpan<short> second = WordSecond.Of(clip, FrontEnd);
        Assert.Equal(FrontEnd.ClipLength, second.Length);
        int start = second.IndexOf(word);
        Assert.True(onset == 0 ? start == 0 : start > 0);
        Assert.InRange(start, 0, FrontEnd.ClipLength - word.Length);
        if (onset > 0)
        {
            Assert.InRange(start + (word.Length / 2), (FrontEnd.ClipLength / 2) - 800, (FrontEnd.ClipLength / 2) + 800);
        }
    }

    [Fact]
    public void Of_a_word_that_is_longer_than_a_second_it_is_the_loudest()
    {
        short[] clip = [.. Enumerable.Range(0, 64_000)
            .Select(i => (short)((i is >= 30_000 and < 46_000 ? 9000 : 3000) * (i % 2 == 0 ? 1 : -1)))];
        ReadOnlySpan<short> second = WordSecond.Of(clip, FrontEnd);
        Assert.Equal(FrontEnd.ClipLength, second.Length);
        Assert.True(second.ToArray().All(value => Math.Abs(value) == 9000));
    }
}
