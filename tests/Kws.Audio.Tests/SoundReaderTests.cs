using FsCheck.Xunit;
using Kws.Audio.Tests.Support;
using Kws.Model;
using static Kws.Audio.Tests.Support.WavBuilder;

namespace Kws.Audio.Tests;

/// <summary>Sound that is read as it comes: the samples of the same sound as a file, whatever its pieces are.</summary>
public class SoundReaderTests
{
    private static readonly (SampleEncoding Encoding, int Number, int Bits)[] Encodings =
    [
        (SampleEncoding.Pcm16, Pcm, 16), (SampleEncoding.Pcm24, Pcm, 24), (SampleEncoding.Pcm32, Pcm, 32),
        (SampleEncoding.IeeeFloat, Float, 32),
    ];

    [Property(MaxTest = 60)]
    public bool Sound_in_pieces_is_that_of_the_file(int seed)
    {
        var random = new Random(seed);
        (SampleEncoding encoding, int number, int bits) = Encodings[random.Next(Encodings.Length)];
        (int channels, int rate) = (random.Next(1, 4), random.Next(3) switch { 0 => 16_000, 1 => 48_000, _ => random.Next(1_000, 60_000) });
        byte[] content = Content(random, encoding, channels * random.Next(1, 3000));
        byte[] wav = RiffFile(Format(number, channels, rate, bits), Data(content));
        short[] expected = WavFile.Read(new MemoryStream(wav), "wav", 16_000);
        var format = new RawSoundFormat(encoding, rate, channels);

        return expected.SequenceEqual(All(SoundReader.Open(new Pipe(wav), "wav", 16_000), random))
            && expected.SequenceEqual(All(SoundReader.Open(new Pipe(content), "raw", 16_000, format), random))
            && expected.SequenceEqual(All(SoundReader.Open(new Pipe(wav), "wav", 16_000, format), random));
    }

    [Property(MaxTest = 30)]
    public bool One_channel_is_heard_as_if_it_were_alone(int seed)
    {
        var random = new Random(seed);
        int channels = random.Next(1, 5);
        short[] blocks = [.. Enumerable.Range(0, channels * 500).Select(_ => (short)random.Next(short.MinValue, short.MaxValue))];
        int channel = random.Next(channels);
        short[] alone = [.. blocks.Where((_, i) => i % channels == channel)];
        int rate = random.Next(2) == 0 ? 16_000 : 44_100;

        return WavFile.Read(new MemoryStream(Of(rate, alone)), "wav", 16_000).SequenceEqual(All(
            SoundReader.Open(
                new Pipe(Pcm16(blocks)), "raw", 16_000, new RawSoundFormat(SampleEncoding.Pcm16, rate, channels), channel), random));
    }

    [Fact]
    public void Samples_are_handed_over_as_soon_as_they_are_there()
    {
        var pipe = new Pipe(Pcm16([.. Enumerable.Range(0, 8000).Select(i => (short)i)]));
        using SoundReader reader = SoundReader.Open(pipe, "raw", 16_000, new RawSoundFormat(SampleEncoding.Pcm16, 16_000));
        Assert.InRange(reader.Read(new short[4096]), 1, 10);
        Assert.InRange(pipe.Given, 1, 30);
    }

    [Fact]
    public void What_is_known_of_the_sound_is_told()
    {
        using SoundReader wav = SoundReader.Open(
            new MemoryStream(RiffFile(Format(Pcm, 2, 22_050, 24), Data(new byte[6]))), "wav", 16_000);
        Assert.Equal((true, 22_050, 2), (wav.IsWav, wav.SampleRate, wav.Channels));
        using SoundReader raw = SoundReader.Open(Stream.Null, "raw", 16_000, new RawSoundFormat(SampleEncoding.Pcm16, 8_000));
        Assert.Equal((false, 8_000, 1), (raw.IsWav, raw.SampleRate, raw.Channels));
        Assert.Equal(0, raw.Read(new short[1]));
    }

    [Fact]
    public void Samples_that_begin_like_a_frame_of_mp3_are_sound()
    {
        // 0xFBFF is a sample; only a second frame where the first one ends makes an MP3 file.
        byte[] sound = [0xFF, 0xFB, 0x90, 0x64, .. new byte[2000]];
        Assert.Equal(1002, All(SoundReader.Open(new Pipe(sound), "raw", 16_000, Raw), new Random(1)).Length);

        // 128 kbit/s at 44,100 Hz: frames of 417 bytes.
        byte[] mp3 = [0xFF, 0xFB, 0x90, 0x64, .. new byte[413], 0xFF, 0xFB, 0x90, 0x64, .. new byte[413]];
        AssertRefused(mp3, "raw: this is an MP3 file, expected a WAV file or raw samples");
    }

    [Theory]
    [InlineData("OggS\0\u0002", "an Ogg file")]
    [InlineData("fLaC\0\0", "a FLAC file")]
    [InlineData("ID3\u0003", "an MP3 file")]
    [InlineData("\u001F\u008B\b\0", "a gzip file")]
    [InlineData("RIFX\0\0\0\0WAVE", "a big-endian WAV file (RIFX)")]
    public void Files_that_are_no_samples_are_refused_by_name(string begin, string name) => AssertRefused(
        [.. begin.Select(c => (byte)c), .. new byte[100]], $"raw: this is {name}, expected a WAV file or raw samples");

    [Fact]
    public void Sound_that_ends_within_a_block_is_told_after_what_was_heard()
    {
        using SoundReader reader = SoundReader.Open(new Pipe(new byte[9]), "raw", 16_000, Raw with { Channels = 2 });
        var samples = new short[16];
        int count = 0;
        KwsFormatException e = Assert.Throws<KwsFormatException>(() =>
        {
            while (reader.Read(samples) is > 0 and int read)
            {
                count += read;
            }
        });
        Assert.Equal((2, "raw: the sound ends with a block of 1 bytes, expected 4 (blocks of 2 x 16 bits)"), (count, e.Message));
    }

    [Fact]
    public void A_channel_that_is_not_there_is_refused() => Assert.Equal(
        "raw: there is no channel 2, counted from 0: the sound has 2",
        Assert.Throws<KwsFormatException>(() => SoundReader.Open(Stream.Null, "raw", 16_000, Raw with { Channels = 2 }, 2)).Message);

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SoundReader.Open(Stream.Null, "raw", 999));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoundReader.Open(Stream.Null, "raw", 16_000, Raw with { SampleRate = 999 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoundReader.Open(Stream.Null, "raw", 16_000, Raw with { Channels = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoundReader.Open(Stream.Null, "raw", 16_000, Raw with { Channels = 257 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoundReader.Open(Stream.Null, "raw", 16_000, Raw, -1));
    }

    private static RawSoundFormat Raw { get; } = new(SampleEncoding.Pcm16, 16_000);

    private static void AssertRefused(byte[] bytes, string message) => Assert.StartsWith(
        message, Assert.Throws<KwsFormatException>(() => SoundReader.Open(new Pipe(bytes), "raw", 16_000, Raw)).Message,
        StringComparison.Ordinal);

    private static byte[] Content(Random random, SampleEncoding encoding, int count) => encoding switch
    {
        SampleEncoding.Pcm16 => Pcm16([.. Enumerable.Range(0, count).Select(_ => (short)random.Next(-32768, 32768))]),
        SampleEncoding.Pcm24 => Pcm24([.. Enumerable.Range(0, count).Select(_ => random.Next(-(1 << 23), 1 << 23))]),
        SampleEncoding.Pcm32 => Pcm32([.. Enumerable.Range(0, count).Select(_ => random.Next(int.MinValue, int.MaxValue))]),
        _ => Float32([.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))]),
    };

    /// <summary>Reads to the end, a few samples at a time.</summary>
    private static short[] All(SoundReader reader, Random random)
    {
        using (reader)
        {
            var all = new List<short>();
            var samples = new short[64];
            while (reader.Read(samples.AsSpan(0, random.Next(1, 65))) is > 0 and int count)
            {
                all.AddRange(samples.AsSpan(0, count));
            }

            return [.. all];
        }
    }
}
