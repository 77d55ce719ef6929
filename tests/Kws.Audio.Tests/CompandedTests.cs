using Kws.Audio.Wav;

namespace Kws.Audio.Tests;

/// <summary>
/// The tables of A-law and mu-law have the shape that ITU-T G.711 draws: odd, rising, with steps that double from segment to segment.
/// </summary>
public class CompandedTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void The_sign_is_one_bit(int number)
    {
        short[] table = number == 6 ? Companded.ALaw : Companded.MuLaw;
        Assert.All(Enumerable.Range(0, 256), code => Assert.Equal(table[code], -table[code ^ 0x80]));
    }

    [Fact]
    public void Steps_of_A_law_double_from_the_third_segment_on()
    {
        int[] magnitudes = [.. Enumerable.Range(0, 128).Select(code => (int)Companded.ALaw[(code | 0x80) ^ 0x55])];
        Assert.Equal(8, magnitudes[0]);
        Assert.Equal(32256, magnitudes[127]);
        AssertSteps(magnitudes, segment => 16 << Math.Max(segment - 1, 0));
    }

    [Fact]
    public void Steps_of_mu_law_double_from_the_second_segment_on()
    {
        int[] magnitudes = [.. Enumerable.Range(0, 128).Select(code => (int)Companded.MuLaw[~code & 0xFF])];
        Assert.Equal(0, magnitudes[0]);
        Assert.Equal(32124, magnitudes[127]);
        AssertSteps(magnitudes, segment => 8 << segment);
    }

    /// <summary>Between segments the step is the mean of both.</summary>
    private static void AssertSteps(int[] magnitudes, Func<int, int> step)
    {
        for (int code = 1; code < magnitudes.Length; code++)
        {
            Assert.Equal((step(code / 16) + step((code - 1) / 16)) / 2, magnitudes[code] - magnitudes[code - 1]);
        }
    }
}
