using FsCheck.Xunit;
using Kws.Listen.Clips;
using Kws.Training.Data;
using Kws.Training.Recordings;

namespace Kws.Training.Tests;

public class RearrangedWordTests
{
    private const int Rate = 16_000;
    private const int Start = 4000;
    private const int End = 16_000;

    /// <summary>The sound rises by 1 from sample to sample, so every value tells its place in the recording.</summary>
    [Property(MaxTest = 50)]
    public void All_parts_of_the_word_are_there_and_none_follows_its_predecessor(int seed)
    {
        short[] sound = [.. Enumerable.Range(0, 20_000).Select(i => (short)(i + 1))];
        short[] made = RearrangedWord.Make(sound, new WordExtent(Start, End), Rate, new RandomStream(seed));
        Assert.Equal(sound[..Start], made[..Start]);
        Assert.Equal(sound[End..], made[End..]);

        // Fading samples are lower, and rise by more than 1 or fall; at the loud middle of each part nothing has changed.
        int[] runs = [.. Enumerable.Range(Start + 1, End - Start - 1).Where(i => made[i] == made[i - 1] + 1 && made[i] >= Start)];
        int[] firsts = [.. runs.Where((place, i) => i == 0 || place > runs[i - 1] + 100).Select(place => (int)made[place])];
        Assert.InRange(firsts.Length, 3, 5);
        Assert.Equal(firsts.Length, firsts.Distinct().Count());
        int[] sorted = [.. firsts.Order()];
        Assert.All(
            firsts.Zip(firsts.Skip(1)), pair => Assert.NotEqual(Array.IndexOf(sorted, pair.First) + 1, Array.IndexOf(sorted, pair.Second)));
        Assert.InRange(runs.Select(place => made[place]).Distinct().Count(), End - Start - (5 * 200), End - Start);
    }
}
