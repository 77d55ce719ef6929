using FsCheck.Xunit;
using Kws.Audio.Tests.Support;
using static Kws.Audio.Tests.Support.WavBuilder;

namespace Kws.Audio.Tests;

/// <summary>Sound at another rate is the same: tones keep frequency, amplitude and phase; what the new rate cannot hold vanishes.</summary>
public class ResamplingTests
{
    private const double Amplitude = 30_000;

    /// <summary>Rates to convert from and to.</summary>
    public static TheoryData<int, int> Rates => new()
    {
        { 8_000, 16_000 },
        { 11_025, 16_000 },
        { 22_050, 16_000 },
        { 44_100, 16_000 },
        { 48_000, 16_000 },
        { 96_000, 16_000 },
        { 44_099, 16_000 },
        { 16_000, 48_000 },
        { 1_000, 16_000 },
        { 768_000, 16_000 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void Tones_up_to_nine_tenths_of_the_lower_Nyquist_frequency_stay_as_they_are(int from, int to)
    {
        double nyquist = Math.Min(from, to) / 2.0;
        foreach (double part in new[] { 0.01, 0.1, 0.37, 0.7, 0.8, 0.9 })
        {
            short[] resampled = Resample(Tone(part * nyquist, from), from, to);
            double[] ideal = Tone(part * nyquist, to);
            int margin = 100 * Math.Max(1, to / from);
            double signal = 0;
            double error = 0;
            for (int i = margin; i < ideal.Length - margin; i++)
            {
                signal += ideal[i] * ideal[i];
                error += (resampled[i] - ideal[i]) * (resampled[i] - ideal[i]);
            }

            // Rounding alone leaves -97 dB; 0.1 dB of gain or a hundredth of a sample of delay would be above -40.
            Assert.InRange(10 * Math.Log10(error / signal), -200, -90);
        }
    }

    [Theory]
    [InlineData(22_050)]
    [InlineData(44_099)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(96_000)]
    [InlineData(768_000)]
    public void Tones_above_the_new_Nyquist_frequency_vanish(int from)
    {
        const double Nyquist = 8_000;
        foreach (double frequency in new[] { 1.001 * Nyquist, 1.1 * Nyquist, (Nyquist + (from / 2.0)) / 2, 0.99 * from / 2.0 })
        {
            short[] resampled = Resample(Tone(frequency, from), from, 16_000);

            // 80 dB below the tone; at the ends of the clip it begins and stops abruptly, which is heard at any rate.
            Assert.All(resampled[100..^100], sample => Assert.InRange(sample, -Amplitude / 10_000, Amplitude / 10_000));
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void An_impulse_stays_where_it_is(int from, int to)
    {
        // At 0.5 s, and as strong as the higher rate makes it.
        var samples = new double[from];
        samples[from / 2] = 32_767;
        short[] resampled = Resample(samples, from, to);
        double weight = 0;
        double moment = 0;
        for (int i = 0; i < resampled.Length; i++)
        {
            weight += (double)resampled[i] * resampled[i];
            moment += (double)resampled[i] * resampled[i] * i;
        }

        Assert.InRange(moment / weight, ((double)(from / 2) * to / from) - 0.25, ((double)(from / 2) * to / from) + 0.25);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_constant_stays_the_same_constant(int from, int to)
    {
        double[] samples = [.. Enumerable.Repeat(12_345.0, from)];
        int margin = 100 * Math.Max(1, to / from);
        Assert.All(Resample(samples, from, to)[margin..^margin], sample => Assert.Equal(12_345, sample));
    }

    [Theory]
    [InlineData(0, 44_100, 0)]
    [InlineData(1, 44_100, 0)]
    [InlineData(2, 44_100, 1)]
    [InlineData(3, 32_000, 2)]
    [InlineData(44_100, 44_100, 16_000)]
    [InlineData(44_101, 44_100, 16_000)]
    [InlineData(44_102, 44_100, 16_001)]
    [InlineData(1, 1_000, 16)]
    [InlineData(16_400, 8_000, 32_800)]
    [InlineData(70_000, 8_000, 140_000)]
    public void The_length_is_rounded_to_the_nearest(int length, int rate, int expected)
    {
        byte[] file = Of(rate, new short[length]);
        Assert.Equal(expected, WavFile.Read(new MemoryStream(file), "clip.wav", 16_000).Length);
        Assert.Equal(expected, WavFile.Read(new Pipe(file), "clip.wav", 16_000).Length);
    }

    [Property]
    public void Every_way_of_reading_gives_the_same_samples(short[] samples, ushort rate)
    {
        int from = 1_000 + rate;
        byte[] file = Of(from, samples);
        short[] whole = WavFile.Read(new MemoryStream(file), "clip.wav", 8_000);
        Assert.Equal(((2L * samples.Length * 8_000) + from) / (2 * from), whole.Length);
        Assert.Equal(whole, WavFile.Read(new Pipe(file), "clip.wav", 8_000));
        var first = new short[(whole.Length / 2) + 1];
        int count = WavFile.Read(new MemoryStream(file), "clip.wav", 8_000, first);
        Assert.Equal(whole[..count], first[..count]);
    }

    [Fact]
    public void Long_sound_is_converted_block_by_block_without_a_seam()
    {
        const double Frequency = 440;
        double[] tone = Tone(Frequency, 44_100, seconds: 10);
        short[] resampled = Resample(tone, 44_100, 16_000);
        double[] ideal = Tone(Frequency, 16_000, seconds: 10);
        for (int i = 100; i < ideal.Length - 100; i++)
        {
            Assert.InRange(resampled[i] - ideal[i], -1.1, 1.1);
        }

        byte[] file = Write(tone, 44_100);
        Assert.Equal(resampled, WavFile.Read(new Pipe(file), "clip.wav", 16_000));
    }

    /// <summary>A few samples, written down: they must be these on every processor.</summary>
    [Fact]
    public void The_samples_are_the_same_everywhere()
    {
        short[] noise = [.. Enumerable.Range(0, 40).Select(i => (short)(i * i * 7919))];
        Assert.Equal(
            [6246, 11989, 3797, -8745, -1978, 13087, -10043, 9528, 11464, -21556, -15004, -9118, -20982, -705, 11200],
            Resample(noise, 44_100));
        Assert.Equal(
            [6246, 11990, 3797, -8744, -1981, 13089, -10041, 9523, 11469, -21553, -15008, -9116, -20981, -714, 11205],
            Resample(noise, 44_099));
    }

    private static short[] Resample(short[] samples, int from) =>
        WavFile.Read(new MemoryStream(Of(from, samples)), "clip.wav", 16_000);

    private static short[] Resample(double[] samples, int from, int to) =>
        WavFile.Read(new MemoryStream(Write(samples, from)), "clip.wav", to);

    /// <summary>As floats, so that only the result is rounded.</summary>
    private static byte[] Write(double[] samples, int rate) =>
        RiffFile(Format(Float, rate: rate, bits: 64), Data(Float64([.. samples.Select(sample => sample / 32768)])));

    private static double[] Tone(double frequency, int rate, int seconds = 1) =>
        [.. Enumerable.Range(0, seconds * rate).Select(i => Amplitude * Math.Sin(2 * Math.PI * frequency * i / rate))];
}
