using System.Runtime.InteropServices;
using FsCheck.Xunit;
using Kws.Audio.Tests.Support;
using Kws.Testing;
using static Kws.Audio.Tests.Support.WavBuilder;

namespace Kws.Audio.Tests;

/// <summary>Every kind of WAV file that is valid gives the samples that its writer meant, from a file, a stream and a pipe alike.</summary>
public class WavFileTests
{
    private static readonly byte[] Sound = Data(Pcm16(1, -2, 3));

    private static readonly Dictionary<string, (byte[] File, short[] Samples)> Cases = new()
    {
        ["16 bits"] = (Of(16_000, short.MinValue, -1, 0, 1, short.MaxValue), [short.MinValue, -1, 0, 1, short.MaxValue]),
        ["8 bits are unsigned"] = (
            RiffFile(Format(bits: 8), Data([0, 127, 128, 129, 255])), [-32768, -256, 0, 256, 32512]),
        ["24 bits, ties to even"] = (
            RiffFile(
                Format(bits: 24), Data(Pcm24(-8_388_608, -384, -129, -128, 127, 128, 129, 384, 8_388_607))),
            [-32768, -2, -1, 0, 0, 0, 1, 2, 32767]),
        ["32 bits, ties to even"] = (
            RiffFile(
                Format(bits: 32),
                Data(Pcm32(int.MinValue, -98_304, -32_769, -32_768, 32_768, 32_769, 98_304, int.MaxValue))),
            [-32768, -2, -1, 0, 0, 1, 2, 32767]),
        ["float of 32 bits, saturated"] = (
            RiffFile(
                Format(Float, bits: 32),
                Data(Float32(-1, 1, 0.5f, 1.5f / 32768, 2.5f / 32768, -7, float.MaxValue, float.Epsilon))),
            [-32768, 32767, 16384, 2, 2, -32768, 32767, 0]),
        ["float of 64 bits, saturated"] = (
            RiffFile(
                Format(Float, bits: 64),
                Data(Float64(-1, 1, 0.5, 1.5 / 32768, 2.5000001 / 32768, double.MinValue))),
            [-32768, 32767, 16384, 2, 3, -32768]),
        ["extensible PCM"] = (RiffFile(Extensible(SubFormat(1), 1, 16, 16), Sound), [1, -2, 3]),
        ["extensible PCM, 20 bits of 24"] = (
            RiffFile(Extensible(SubFormat(1), 1, 24, 20), Data(Pcm24(0x123450, -0x10))),
            [0x1234, 0]),
        ["extensible PCM, 24 bits of 32"] = (
            RiffFile(Extensible(SubFormat(1), 1, 32, 24), Data(Pcm32(0x12345600))), [0x1234]),
        ["extensible PCM without valid bits"] = (RiffFile(Extensible(SubFormat(1), 1, 16, 0), Sound), [1, -2, 3]),
        ["extensible float"] = (
            RiffFile(Extensible(SubFormat(3), 1, 32, 32), Data(Float32(0.25f))), [8192]),
        ["24 bits in the lower bytes of 4"] = (
            RiffFile(
                Format(channels: 2, bits: 24, blockAlign: 8),
                Data(Pcm32(-256, -256, 0x00_7F_FF_00, 0x00_7F_FF_00, 0x00_80_00_00, -0x80_00_00))),
            [-1, 32767, -32768]),
        ["A-law"] = (RiffFile(Format(6, bits: 8), Data([0xD5, 0x55, 0xAA, 0x2A, 0x80, 0xC5])), [8, -8, 32256, -32256, 5504, 264]),
        ["mu-law"] = (RiffFile(Format(7, bits: 8), Data([0xFF, 0x7F, 0x80, 0x00, 0xFE, 0xEF])), [0, 0, 32124, -32124, 8, 132]),
        ["extensible A-law"] = (RiffFile(Extensible(SubFormat(6), 1, 8, 8), Data([0xD5, 0x55])), [8, -8]),
        ["chunks without their pad bytes"] = (
            [
                .. RiffHeader("RIFF", 100), .. Chunk("LIST", [1, 2, 3])[..^1], .. Chunk("note", [1])[..^1], .. Format(),
                .. Chunk("bext", [7])[..^1],
                .. Data(Pcm16(1, -2, 3)),
            ],
            [1, -2, 3]),
        ["a pad byte that is a letter"] = (
            [.. RiffHeader("RIFF", 100), .. Format(), .. Chunk("LIST", [1, 2, 3])[..^1], (byte)'x', .. Data(Pcm16(1, -2, 3))], [1, -2, 3]),
        ["two channels, ties to even"] = (
            RiffFile(Format(channels: 2), Data(Pcm16(1, 2, 2, 3, -1, -2, 32767, 32767, -32768, 32767))),
            [2, 2, -2, 32767, 0]),
        ["three channels, rounded once"] = (
            RiffFile(Format(channels: 3, bits: 24), Data(Pcm24(100, 100, 200, 0, 0, 385, -256, -256, -256))),
            [1, 1, -1]),
        ["float channels are saturated before they are mixed"] = (
            RiffFile(Format(Float, 2, bits: 32), Data(Float32(3, -0.5f))), [8192]),
        ["65,535 channels"] = (
            RiffFile(
                Format(channels: 65_535, bits: 8),
                Data([.. Enumerable.Repeat((byte)130, 65_535), .. Enumerable.Repeat((byte)120, 65_535)])),
            [512, -2048]),
        ["chunks before and behind"] = (
            RiffFile(
                Chunk("bext", new byte[602]), Format(), Chunk("fact", [3, 0, 0, 0]),
                Chunk("LIST", new byte[100_000]), Sound, Chunk("id3 ", [9, 9])),
            [1, -2, 3]),
        ["odd chunks with a pad byte"] = (
            RiffFile(Chunk("junk", [1]), Format(), Chunk("LIST", [1, 2, 3, 4, 5]), Sound), [1, -2, 3]),
        ["odd sound without its pad byte"] = (
            RiffFile(Format(bits: 8), Data([128, 129, 130]))[..^1], [0, 256, 512]),
        ["odd sound, then a chunk"] = (
            RiffFile(Format(bits: 8), Data([128, 129, 130]), Chunk("LIST", [1])), [0, 256, 512]),
        ["format of 18 bytes"] = (
            RiffFile(Chunk("fmt ", [.. FormatContent(1, 1, 16_000, 16, null), 0, 0]), Sound), [1, -2, 3]),
        ["format of 50,001 bytes"] = (
            RiffFile(Chunk("fmt ", [.. FormatContent(1, 1, 16_000, 16, null), .. new byte[49_985]]), Sound), [1, -2, 3]),
        ["size of the file is not looked at"] = (
            [.. RiffHeader("RIFF", 7), .. Format(), .. Sound, .. "trailing"u8], [1, -2, 3]),
        ["empty sound"] = (Of(16_000), []),
        ["empty sound, then a chunk"] = (RiffFile(Format(), Data([]), Chunk("LIST", [1, 2])), []),
        ["streamed by ffmpeg"] = (Streamed(uint.MaxValue, uint.MaxValue), [1, -2, 3]),
        ["streamed by SoX"] = (Streamed(0x7FFF_F024, 0x7FFF_F000), [1, -2, 3]),
        ["streamed by arecord"] = (Streamed(0x8000_0024, 0x8000_0000), [1, -2, 3]),
        ["streamed with sizes of 0"] = (Streamed(0, 0), [1, -2, 3]),
        ["a recorder that never came back to its header"] = (Streamed(36, 0), [1, -2, 3]),
        ["streamed, nothing came"] = (Streamed(uint.MaxValue, uint.MaxValue)[..44], []),
        ["RF64"] = (Long("RF64", LongSizes(200, 6), uint.MaxValue), [1, -2, 3]),
        ["BW64 with a short size"] = (Long("BW64", LongSizes(200, 0), 6), [1, -2, 3]),
        ["RF64, streamed"] = (Long("RF64", LongSizes(ulong.MaxValue, ulong.MaxValue), uint.MaxValue)[..^10], [1, -2, 3]),
        ["RF64, streamed with sizes of 0"] = (Long("RF64", LongSizes(0, 0), uint.MaxValue)[..^10], [1, -2, 3]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_samples_are_those_that_were_written(string name)
    {
        (byte[] file, short[] samples) = Cases[name];
        Assert.Equal(samples, Read(file));
        Assert.Equal(samples, WavFile.Read(new Pipe(file), "clip.wav", 16_000));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_on_the_disk_is_read_whatever_its_name_ends_in(string name)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Cases[name].File);
            Assert.Equal(Cases[name].Samples, WavFile.Read(path, 16_000));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_first_samples_fill_a_buffer(string name)
    {
        (byte[] file, short[] samples) = Cases[name];
        for (int length = 0; length <= samples.Length + 2; length++)
        {
            var buffer = new short[length];
            buffer.AsSpan().Fill(77);
            int count = Math.Min(length, samples.Length);
            Assert.Equal(count, WavFile.Read(new MemoryStream(file), "clip.wav", 16_000, buffer));
            Assert.Equal([.. samples[..count], .. Enumerable.Repeat((short)77, length - count)], buffer);
        }
    }

    [Property]
    public void Samples_of_16_bits_come_back_in_every_width(short[] samples, byte more)
    {
        int channels = 1 + (more % 3);
        short[] blocks = [.. samples.SelectMany(sample => Enumerable.Repeat(sample, channels))];
        byte[] Write(int number, int bits, byte[] content) => RiffFile(Format(number, channels, bits: bits), Data(content));

        Assert.Equal(samples, Read(Write(Pcm, 16, Pcm16(blocks))));
        Assert.Equal(samples, Read(Write(Pcm, 24, Pcm24([.. blocks.Select(sample => sample << 8)]))));
        Assert.Equal(samples, Read(Write(Pcm, 32, Pcm32([.. blocks.Select(sample => sample << 16)]))));
        Assert.Equal(samples, Read(Write(Float, 32, Float32([.. blocks.Select(sample => sample / 32768f)]))));
        Assert.Equal(samples, Read(Write(Float, 64, Float64([.. blocks.Select(sample => sample / 32768.0)]))));
        Assert.Equal(
            samples.Select(sample => (short)(sample & ~0xFF)),
            Read(Write(Pcm, 8, [.. blocks.Select(sample => (byte)((sample >> 8) + 128))])));
    }

    [Fact]
    public void Sound_longer_than_any_buffer_is_read_whole()
    {
        short[] samples = [.. Enumerable.Range(0, 300_000).Select(i => (short)(i * 7919))];
        Assert.Equal(samples, Read(Of(16_000, samples)));
        Assert.Equal(samples, WavFile.Read(new Pipe(Of(16_000, samples)), "clip.wav", 16_000));
        byte[] stereo = RiffFile(
            Format(channels: 2, bits: 24), Data(Pcm24([.. samples.SelectMany(sample => new[] { sample << 8, sample << 8 })])));
        Assert.Equal(samples, Read(stereo));
        Assert.Equal(samples, WavFile.Read(new Pipe(stereo), "clip.wav", 16_000));
    }

    [Theory]
    [InlineData(16_000)]
    [InlineData(48_000)]
    public void The_start_of_a_long_file_needs_no_more_than_that(int rate)
    {
        var stream = new LongStream(RiffFile(Format(rate: rate), Data(Pcm16(5, 6), 0x7000_0000)), 44L + 0x7000_0000);
        Assert.Equal(16_000, WavFile.Read(stream, "clip.wav", 16_000, new short[16_000]));
        Assert.InRange(stream.BytesRead, 2 * rate, (2 * rate) + (2 * 65_536));
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands_and_left_open()
    {
        var stream = new MemoryStream([1, 2, 3, .. RiffFile(Format(), Chunk("LIST", new byte[200_000]), Sound)]) { Position = 3 };
        Assert.Equal([1, -2, 3], WavFile.Read(stream, "clip.wav", 16_000));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Reading_into_a_buffer_allocates_next_to_nothing()
    {
        var buffer = new short[16_000];
        var stream = new MemoryStream(Of(16_000, new short[16_000]));
        Read();
        Assert.InRange(Allocations.Of(Read), 0, 1000);

        void Read()
        {
            stream.Position = 0;
            WavFile.Read(stream, "clip.wav", 16_000, buffer);
        }
    }

    [Fact]
    public void Recorded_clips_are_what_lies_behind_their_44_bytes()
    {
        string[] clips = [.. Directory.GetFiles(Path.Combine(Speech.Require(), "cat"), "*.wav").Order().Take(20)];
        Assert.Equal(20, clips.Length);
        Assert.All(clips, clip => Assert.Equal(
            MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(clip).AsSpan(44)).ToArray(), WavFile.Read(clip, 16_000)));
    }

    private static short[] Read(byte[] file) => WavFile.Read(new MemoryStream(file), "clip.wav", 16_000);

    private static byte[] Streamed(uint fileSize, uint dataSize) =>
        [.. RiffHeader("RIFF", fileSize), .. Format(), .. Data(Pcm16(1, -2, 3), dataSize)];

    /// <summary>With another chunk behind the sound, of 10 bytes.</summary>
    private static byte[] Long(string id, byte[] longSizes, uint dataSize) =>
        [
            .. RiffHeader(id, uint.MaxValue), .. longSizes, .. Format(), .. Data(Pcm16(1, -2, 3), dataSize),
            .. Chunk("LIST", [8, 8]),
        ];
}
