using Kws.Listen.Clips;
using Kws.Listen.Tests.Support;
using Kws.Model;

namespace Kws.Listen.Tests;

public sealed class WordSecondTests
{
    private static readonly FrontEnd FrontEnd = new();

    [Theory]
    [InlineData(1)]
    [InlineData(15_872)]
    [InlineData(16_000)]
    public void A_clip_of_a_second_is_taken_as_it_is(int length) =>
        Assert.Equal(..length, WordSecond.RangeOf(Wav.Tones(1, 1).AsSpan(0, length), FrontEnd));

    [Theory]
    [InlineData(0)]
    [InlineData(9_000)]
    [InlineData(40_000)]
    public void The_word_of_a_longer_clip_is_in_its_middle_wherever_it_begins(int onset)
    {
        short[] word = [.. Enumerable.Range(0, 8000).Select(i => (short)(8000 * Math.Sin(0.2 * i)))];
        (int offset, int length) =
            WordSecond.RangeOf([.. new short[onset], .. word, .. new short[24_000]], FrontEnd).GetOffsetAndLength(onset + 32_000);
        Assert.Equal(FrontEnd.ClipLength, length);
        Assert.InRange(offset, 0, onset);
        if (onset > 0)
        {
            Assert.InRange(onset + (word.Length / 2) - offset, (length / 2) - 800, (length / 2) + 800);
        }
    }

    [Fact]
    public void Of_a_word_that_is_longer_than_a_second_it_is_the_loudest()
    {
        short[] clip = [.. Enumerable.Range(0, 64_000)
            .Select(i => (short)((i is >= 30_000 and < 46_000 ? 9000 : 3000) * (i % 2 == 0 ? 1 : -1)))];
        short[] second = clip[WordSecond.RangeOf(clip, FrontEnd)];
        Assert.Equal(FrontEnd.ClipLength, second.Length);
        Assert.All(second, value => Assert.Equal(9000, Math.Abs(value)));
    }
}
