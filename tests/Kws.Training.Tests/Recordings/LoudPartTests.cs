using Kws.Training.Recordings;

namespace Kws.Training.Tests;

public class LoudPartTests
{
    private const int Rate = 16_000;

    /// <summary>A word of half a second in noise, a click that is louder, and a softer word far away.</summary>
    [Theory]
    [InlineData(0.7, 10)]
    [InlineData(2.4, 10)]
    [InlineData(2.4, 600)]
    [InlineData(7.5, 100)]
    public void The_word_is_found_in_noise_beside_a_click(double start, int noise)
    {
        var random = new Random(1);
        short[] samples = [.. Enumerable.Range(0, 9 * Rate).Select(_ => (short)random.Next(-noise, noise + 1))];
        Tone(start, 0.5, 8000);
        Tone(start > 4 ? 2 : 5, 0.3, 2000);
        Tone(start > 4 ? 1 : 6, 0.005, 25_000);

        LoudPart part = LoudPart.Of(samples, Rate);
        Assert.InRange(part.Start / (double)Rate, start - 0.03, start + 0.03);
        Assert.InRange(part.End / (double)Rate, start + 0.47, start + 0.53);

        void Tone(double from, double seconds, double amplitude)
        {
            for (int i = 0; i < seconds * Rate; i++)
            {
                samples[(int)(from * Rate) + i] += (short)(amplitude * Math.Sin(2 * Math.PI * 440 * i / Rate));
            }
        }
    }

    [Fact]
    public void A_short_pause_is_within_the_word_and_silence_around_it_is_not()
    {
        var samples = new short[2 * Rate];
        Array.Fill(samples, (short)5000, Rate / 2, Rate / 4);
        Array.Fill(samples, (short)5000, (Rate / 2) + (Rate / 4) + (Rate / 8), Rate / 10);
        Assert.Equal(new LoudPart(8000, 15_680), LoudPart.Of(samples, Rate));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(161)]
    public void The_shortest_sounds_are_words_as_a_whole(int length)
    {
        short[] samples = [.. Enumerable.Repeat((short)1000, length)];
        Assert.Equal(new LoudPart(0, length), LoudPart.Of(samples, Rate));
    }
}
