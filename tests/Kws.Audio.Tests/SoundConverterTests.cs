using FsCheck.Xunit;
using static Kws.Audio.Tests.Support.WavBuilder;

namespace Kws.Audio.Tests;

/// <summary>Sound in any pieces is converted as the same sound in a file.</summary>
public class SoundConverterTests
{
    public static TheoryData<int, int, int> Formats => new()
    {
        { 48_000, 2, 16_000 },
        { 44_100, 2, 16_000 },
        { 44_100, 1, 16_000 },
        { 8_000, 1, 16_000 },
        { 22_050, 3, 16_000 },
        { 16_000, 1, 16_000 },
        { 16_000, 2, 16_000 },
        { 768_000, 1, 1_000 },
        { 1_000, 1, 768_000 },
        { 44_099, 1, 16_000 },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_is_converted_as_a_file(int rate, int channels, int newRate)
    {
        // A rate that becomes 768 times as high makes 2,000,000 samples of 2,604.
        int length = (int)Math.Min(30_000, 2_000_000L * rate / newRate);
        for (int seed = 0; seed < 3; seed++)
        {
            AssertAsFile(rate, channels, newRate, seed, length);
        }
    }

    [Property(MaxTest = 50)]
    public void Any_pieces_and_any_room_give_the_samples_of_a_file(int seed)
    {
        var random = new Random(seed);
        int[] rates = [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000];
        AssertAsFile(rates[random.Next(rates.Length)], random.Next(1, 5), rates[random.Next(rates.Length)], seed, random.Next(20_000));
    }

    [Fact]
    public void After_a_reset_a_converter_is_as_new()
    {
        short[] sound = Noise(3, 20_000);
        var converter = new SoundConverter(44_100, 2, 16_000);
        short[] first = Convert(converter, sound, seed: 1);
        Assert.Throws<InvalidOperationException>(() => Convert(converter, sound, seed: 1));
        converter.Reset();
        Convert(converter, sound[..7_001], seed: 2);
        converter.Reset();
        Assert.Equal(first, Convert(converter, sound, seed: 3));
    }

    [Fact]
    public void A_sample_comes_as_soon_as_the_64_behind_it_are_there()
    {
        var converter = new SoundConverter(32_000, 1, 16_000);
        var converted = new short[1000];
        ReadOnlySpan<short> samples = new short[1000];
        Assert.Equal(((1000 - 1 - 128) / 2) + 1, converter.Convert(ref samples, converted));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("sampleRate", () => new SoundConverter(999, 1, 16_000));
        Assert.Throws<ArgumentOutOfRangeException>("channels", () => new SoundConverter(16_000, 0, 16_000));
        Assert.Throws<ArgumentOutOfRangeException>("newSampleRate", () => new SoundConverter(16_000, 1, 768_001));
    }

    private static void AssertAsFile(int rate, int channels, int newRate, int seed, int length)
    {
        short[] sound = Noise(seed, length - (length % channels));
        byte[] file = RiffFile(Format(channels: channels, rate: rate), Data(Pcm16(sound)));
        short[] expected = WavFile.Read(new MemoryStream(file), "clip", newRate);
        Assert.Equal(expected, Convert(new SoundConverter(rate, channels, newRate), sound, seed));
    }

    private static short[] Convert(SoundConverter converter, short[] sound, int seed)
    {
        var random = new Random(seed);
        var all = new List<short>();
        var room = new short[random.Next(1, 1 << random.Next(1, 13))];
        int count;
        for (int start = 0, length; start < sound.Length; start += length)
        {
            length = Math.Min(sound.Length - start, random.Next(1 << random.Next(1, 15)));
            ReadOnlySpan<short> piece = sound.AsSpan(start, length);
            do
            {
                count = converter.Convert(ref piece, room);
                all.AddRange(room.AsSpan(0, count));
            }
            while (count == room.Length);
            Assert.True(piece.IsEmpty);
        }

        do
        {
            count = converter.Finish(room);
            all.AddRange(room.AsSpan(0, count));
        }
        while (count == room.Length);
        return [.. all];
    }

    private static short[] Noise(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1))];
    }
}
