using Kws.Listen.Clips;
using Kws.Training.Augmentation;
using Kws.Training.Data;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests;

public sealed class AugmentationTests
{
    private const int Length = 15_872;
    private const int Rate = 16_000;

    private static readonly WordExtent Word = new(4000, 12_000);

    private static IEnumerable<RandomStream> Streams => Enumerable.Range(0, 500).Select(seed => new RandomStream(seed));

    [Fact]
    public void The_word_of_a_clip_is_found()
    {
        WordExtent extent = WordExtent.Of(SpokenWords.Word("cat", 0), Rate);
        Assert.InRange(extent.Start, 2800, 4300);
        Assert.InRange(extent.End, 11_700, 13_200);
    }

    [Fact]
    public void The_extent_of_any_sound_is_within_it()
    {
        Assert.All(new short[][] { [1], new short[7], new short[16_000], [.. Enumerable.Repeat((short)-32768, 999)] }, samples =>
        {
            WordExtent extent = WordExtent.Of(samples, Rate);
            Assert.InRange(extent.Start, 0, samples.Length - 1);
            Assert.InRange(extent.End, extent.Start + 1, samples.Length);
        });
    }

    [Fact]
    public void Shifts_keep_the_word_whole_and_reach_both_ends()
    {
        int[] starts = [.. Streams.Select(random => Word.Start + Shift.Whole(Word, Length, random))];
        Assert.All(starts, start => Assert.InRange(start, -Word.Length / 20, Length - Word.Length + (Word.Length / 20)));
        Assert.True(starts.Min() < 300 && starts.Max() > Length - Word.Length - 300);
    }

    [Fact]
    public void A_word_that_is_longer_than_the_window_fills_it()
    {
        var word = new WordExtent(1000, 41_000);
        Assert.All(Streams, random => Assert.InRange(word.Start + Shift.Whole(word, Length, random), Length - 40_000 - 2000, 2000));
    }

    [Fact]
    public void Of_a_cut_keyword_two_fifths_at_most_are_heard()
    {
        Assert.All(Streams, random =>
        {
            var cut = Cut.Draw(Word, clipLength: 16_000, Length, random);
            int from = Math.Max(Math.Max(Word.Start, cut.From), -cut.Start);
            int to = Math.Min(Math.Min(Word.End, cut.To), Length - cut.Start);
            Assert.InRange(to - from, 0.09 * Word.Length, (0.4 * Word.Length) + 1);
            Assert.True(from == Word.Start || to == Word.End || cut.Start > Length - Word.End || cut.Start < -Word.Start);
        });
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(1.07)]
    public void Speed_changes_length_and_pitch(double speed)
    {
        short[] tone = [.. Enumerable.Range(0, Rate).Select(i => (short)(10_000 * Math.Sin(2 * Math.PI * 440 * i / Rate)))];
        var changed = new short[2 * Rate];
        int count = Speed.Change(tone, speed, changed);
        Assert.InRange(count, (Rate / speed) - 20, Rate / speed);
        int crossings = Enumerable.Range(1, count - 1).Count(i => changed[i - 1] < 0 && changed[i] >= 0);
        Assert.InRange(crossings * (double)Rate / count, (440 * speed) - 2, (440 * speed) + 2);
    }

    /// <summary>The registers of every processor give the numbers of a loop over samples.</summary>
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.9731)]
    [InlineData(1.1)]
    public void Speed_computes_the_same_samples_everywhere(double speed)
    {
        var random = new Random(7);
        short[] sound = [.. Enumerable.Range(0, 5000).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1))];
        var changed = new short[4000];
        int count = Speed.Change(sound, speed, changed);
        double position = 1;
        for (int i = 0; i < count; i += 8, position += 8 * speed)
        {
            int index = (int)position;
            for (int lane = 0; lane < 8; lane++)
            {
                float distance = (float)(position - index) + (lane * (float)(speed - 1));
                float sum = 0;
                for (int tap = -1; tap <= 2; tap++)
                {
                    sum += sound[index + lane + tap] * MathF.Max(0, 1 - MathF.Abs(distance - tap));
                }

                Assert.Equal((short)MathF.Round(sum), changed[i + lane]);
            }
        }
    }

    [Fact]
    public void Noise_has_the_drawn_ratio_and_half_of_words_have_none()
    {
        double[] gains = [.. Streams.Select(random => Level.Noise(wordPower: 1e6, noisePower: 1e4, random))];
        Assert.All(gains.Where(gain => gain > 0), gain => Assert.InRange(10 * Math.Log10(1e6 / (gain * gain * 1e4)), 7.99, 36.01));
        Assert.InRange(gains.Count(gain => gain == 0), 200, 300);
        Assert.All(Streams, random => Assert.Equal(0, Level.Noise(1e6, 0, random)));
    }

    [Fact]
    public void Clips_as_recorded_move_by_a_tenth_of_a_second_and_have_soft_noise()
    {
        Assert.All(Streams, random => Assert.InRange(Shift.Slight(Rate, random), -1600, 1600));
        double[] gains = [.. Streams.Select(Level.Background)];
        Assert.All(gains, gain => Assert.InRange(gain, 0, 0.1));
        Assert.InRange(gains.Count(gain => gain == 0), 60, 140);
    }

    [Fact]
    public void Synthesised_noise_differs_in_kind_and_not_in_power()
    {
        short[][] sounds = [.. SynthesisedNoise.All(Rate)];
        Assert.Equal(21, sounds.Length);
        Assert.Equal(21, sounds.Select(sound => string.Join(',', sound.Take(3000))).Distinct().Count());
        Assert.All(sounds, sound => Assert.InRange(Math.Sqrt(Loudness.Power(sound)), 1500, 3100));
        Assert.Equal(sounds[5], SynthesisedNoise.All(Rate).ElementAt(5));
    }

    [Fact]
    public void Silence_is_digital_or_noise_from_soft_to_loud()
    {
        var silence = new Silence(new NoiseSource([], Rate, Length));
        var mix = new SoundMix(Length);
        var samples = new short[Length];
        double[] powers =
        [
            .. Streams.Select(random =>
            {
                silence.Make(mix, random);
                mix.Round(samples);
                return Math.Sqrt(Loudness.Power(samples));
            }),
        ];
        Assert.InRange(powers.Count(power => power == 0), 10, 60);
        Assert.InRange(powers.Count(power => power is > 0 and < 50), 50, 250);
        Assert.InRange(powers.Count(power => power > 2000), 30, 200);
    }

    [Fact]
    public void A_mix_adds_at_any_place_and_saturates()
    {
        foreach (int start in (int[])[-70_000, -37, -1, 0, 1, 33, 990, 1007, 70_000])
        {
            short[] sound = [.. Enumerable.Range(0, 100).Select(i => (short)(300 * (i - 50)))];
            var mix = new SoundMix(1007);
            var samples = new short[1007];
            mix.Add(sound, start, 0.5);
            mix.Add(sound, start, 2);
            mix.Round(samples);
            int[] expected = new int[1007];
            for (int i = 0; i < sound.Length; i++)
            {
                if (start + i is >= 0 and < 1007 and var place)
                {
                    expected[place] = (int)Math.Clamp(sound[i] * 2.5, short.MinValue, short.MaxValue);
                }
            }

            Assert.Equal(expected, samples.Select(sample => (int)sample));
        }
    }

    [Fact]
    public void Short_noise_is_repeated()
    {
        var source = new NoiseSource([[1, 2, 3]], Rate, Length);
        Assert.All(Streams, random => Assert.Equal(Length, source.Draw(random).Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(15_872)]
    public void Power_is_the_mean_square(int length)
    {
        short[] samples = [.. Enumerable.Range(0, length).Select(i => (short)((i * 7919) - 32_768))];
        Assert.Equal(length == 0 ? 0 : samples.Average(sample => (double)sample * sample), Loudness.Power(samples), 1e-3);
    }

    [Fact]
    public void Random_numbers_are_uniform_and_those_of_other_keys_independent()
    {
        double[] numbers = [.. Enumerable.Range(0, 10_000).Select(i => new RandomStream(1, i / 100, i % 100).NextDouble())];
        Assert.All(numbers.GroupBy(number => (int)(10 * number)), group => Assert.InRange(group.Count(), 850, 1150));
        Assert.InRange(numbers.Zip(numbers.Skip(1), (a, b) => (a - 0.5) * (b - 0.5)).Average(), -0.005, 0.005);
        var random = new RandomStream(9);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.Index(3), 0, 2));
    }
}
