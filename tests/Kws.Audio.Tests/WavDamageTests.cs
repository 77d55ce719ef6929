using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kws.Audio.Tests.Support;
using Kws.Model;
using static Kws.Audio.Tests.Support.WavBuilder;

namespace Kws.Audio.Tests;

/// <summary>A damaged file gives one message that says where and what was expected, whether it is a file or a pipe.</summary>
public class WavDamageTests
{
    private static readonly byte[] Sound = Data(Pcm16(1, 2, 3));

    private static readonly Dictionary<string, (byte[] File, string Problem)> Cases = new()
    {
        ["empty"] = ([], "the file is empty, expected a WAV file"),
        ["text"] = ("Hello, this is a text.\n"u8.ToArray(), "the file begins with 'Hell', expected 'RIFF' as a WAV file does"),
        ["short text"] = ("H\n"u8.ToArray(), "the file begins with 'H\uFFFD', expected 'RIFF' as a WAV file does"),
        ["FLAC"] = (
            "fLaC\0\0\0\""u8.ToArray(),
            "this is a FLAC file, expected a WAV file: ffmpeg -i FILE sound.wav makes a WAV file of it, which kws label-wav reads"),
        ["MP3"] = (
            [0xFF, 0xFB, 0x90, 0x64],
            "this is an MP3 file, expected a WAV file: ffmpeg -i FILE sound.wav makes a WAV file of it, which kws label-wav reads"),
        ["big-endian"] = (
            RiffHeader("RIFX", 0),
            "this is a big-endian WAV file (RIFX), expected a WAV file: "
            + "ffmpeg -i FILE sound.wav makes a WAV file of it, which kws label-wav reads"),
        ["AVI"] = (RiffHeader("RIFF", 4, "AVI "), "a RIFF file of type 'AVI ', expected 'WAVE'"),
        ["cut off in the first 12 bytes"] = (RiffHeader("RIFF", 4)[..11], "the file ends at byte 11, expected a header of 12 bytes"),
        ["no chunk"] = (RiffFile(), "there is no chunk 'fmt ': the file ends at byte 12"),
        ["half a chunk header"] = ([.. RiffFile(), .. "fmt "u8], "there is no chunk 'fmt ': the file ends at byte 16"),
        ["no format"] = (RiffFile(Chunk("LIST", [1, 2])), "there is no chunk 'fmt ': the file ends at byte 22"),
        ["no data"] = (RiffFile(Format()), "there is no chunk 'data': the file ends at byte 36"),
        ["data before format"] = (
            RiffFile(Sound, Format()),
            "chunk 'data' at byte 12: the sound comes first, expected chunk 'fmt ' before it"),
        ["two formats"] = (RiffFile(Format(), Format(), Sound), "chunk 'fmt ' at byte 36: a second one, expected one"),
        ["format of 14 bytes"] = (
            RiffFile(Chunk("fmt ", FormatContent(1, 1, 16_000, 16, null)[..14]), Sound),
            "chunk 'fmt ' at byte 12: 14 bytes, expected 16 or more"),
        ["cut off in the format"] = (RiffFile(Format())[..30], "chunk 'fmt ' at byte 12: the file ends after 10 of its 16 bytes"),
        ["cut off behind the format"] = (
            RiffFile(Chunk("fmt ", FormatContent(1, 1, 16_000, 16, null), 50)),
            "chunk 'fmt ' at byte 12: the file ends after 16 of its 50 bytes"),
        ["cut off in another chunk"] = (
            RiffFile(Format(), Chunk("LIST", [1, 2, 3, 4], 4_000_000_000)),
            "chunk 'LIST' at byte 36: the file ends after 4 of its 4000000000 bytes"),
        ["a chunk without a name"] = (
            RiffFile(Format(), Chunk("\0\u00FFa~", [1, 2], 3)), "chunk '\uFFFD\uFFFDa~' at byte 36: the file ends after 2 of its 3 bytes"),
        ["not a number, in a clip too short for a sample at 16 kHz"] = (
            RiffFile(Format(Float, rate: 48_000, bits: 32), Data(Float32(float.NaN))), "sample 0 of channel 0 is not a finite number"),
        ["no channels"] = (RiffFile(Format(channels: 0), Sound), "chunk 'fmt ' at byte 12: 0 channels, expected 1 or more"),
        ["no sample rate"] = (RiffFile(Format(rate: 0), Sound), "chunk 'fmt ' at byte 12: 0 samples a second, expected 1000 to 768000"),
        ["sample rate too low"] = (
            RiffFile(Format(rate: 999), Sound),
            "chunk 'fmt ' at byte 12: 999 samples a second, expected 1000 to 768000"),
        ["absurd sample rate"] = (
            RiffFile(Format(rate: -1), Sound), "chunk 'fmt ' at byte 12: 4294967295 samples a second, expected 1000 to 768000"),
        ["block too long"] = (
            RiffFile(Format(blockAlign: 4), Sound),
            "chunk 'fmt ' at byte 12: blocks of 4 bytes, expected 2 for 1 x 16 bits"),
        ["no block"] = (
            RiffFile(Format(channels: 2, blockAlign: 0), Sound), "chunk 'fmt ' at byte 12: blocks of 0 bytes, expected 4 for 2 x 16 bits"),
        ["block of more than 16 bits can say"] = (
            RiffFile(Format(channels: 65_535, bits: 64, number: Float), Sound),
            "chunk 'fmt ' at byte 12: blocks of 65528 bytes, expected 524280 for 65535 x 64 bits"),
        ["no bits"] = (RiffFile(Format(bits: 0), Sound), "chunk 'fmt ' at byte 12: 0 bits a sample, expected 8, 16, 24 or 32 (PCM)"),
        ["12 bits"] = (RiffFile(Format(bits: 12), Sound), "chunk 'fmt ' at byte 12: 12 bits a sample, expected 8, 16, 24 or 32 (PCM)"),
        ["float of 16 bits"] = (
            RiffFile(Format(Float), Sound), "chunk 'fmt ' at byte 12: 16 bits a sample, expected 32 or 64 (IEEE float)"),
        ["Microsoft ADPCM"] = (
            RiffFile(Format(2), Sound),
            "chunk 'fmt ' at byte 12: format 2 (Microsoft ADPCM), expected 1 (PCM), 3 (IEEE float), 6 (A-law) or 7 (mu-law)"),
        ["A-law of 16 bits"] = (RiffFile(Format(6), Sound), "chunk 'fmt ' at byte 12: 16 bits a sample, expected 8 (A-law and mu-law)"),
        ["mu-law of 4 bits"] = (
            RiffFile(Format(7, bits: 4), Sound), "chunk 'fmt ' at byte 12: 4 bits a sample, expected 8 (A-law and mu-law)"),
        ["24 bits in blocks of another size"] = (
            RiffFile(Format(channels: 3, bits: 24, blockAlign: 8), Sound),
            "chunk 'fmt ' at byte 12: blocks of 8 bytes, expected 9 for 3 x 24 bits"),
        ["IMA ADPCM"] = (
            RiffFile(Format(0x11, bits: 4), Sound),
            "chunk 'fmt ' at byte 12: format 17 (IMA ADPCM), expected 1 (PCM), 3 (IEEE float), 6 (A-law) or 7 (mu-law)"),
        ["MP3 in a WAV file"] = (RiffFile(Format(0x55, bits: 0), Sound),
            "chunk 'fmt ' at byte 12: format 85 (MP3), expected 1 (PCM), 3 (IEEE float), 6 (A-law) or 7 (mu-law)"),
        ["a format without a name"] = (
            RiffFile(Format(999), Sound),
            "chunk 'fmt ' at byte 12: format 999, expected 1 (PCM), 3 (IEEE float), 6 (A-law) or 7 (mu-law)"),
        ["extensible format of 16 bytes"] = (
            RiffFile(Format(0xFFFE), Sound), "chunk 'fmt ' at byte 12: 16 bytes, expected 40 for the extensible format"),
        ["unknown sub-format"] = (
            RiffFile(Extensible(new Guid("12345678-9abc-def0-1234-56789abcdef0"), 1, 16, 16), Sound),
            "chunk 'fmt ' at byte 12: sub-format 12345678-9abc-def0-1234-56789abcdef0, expected one of PCM, IEEE float, A-law or mu-law"),
        ["more valid bits than bits"] = (
            RiffFile(Extensible(SubFormat(1), 1, 16, 17), Sound),
            "chunk 'fmt ' at byte 12: 17 valid bits, expected at most the 16 of a sample"),
        ["cut off sound"] = (Of(16_000, 1, 2, 3)[..^1], "the sound is cut off: 5 bytes are there, chunk 'data' promises 6"),
        ["sound cut off at its first byte"] = (
            Of(16_000, 1, 2, 3)[..^6],
            "the sound is cut off: 0 bytes are there, chunk 'data' promises 6"),
        ["cut off sound at another rate"] = (Of(48_000, 1, 2, 3)[..^1], "the sound is cut off: 5 bytes are there, chunk 'data' promises 6"),
        ["half a sample"] = (
            RiffFile(Format(), Data([1, 2, 3])),
            "chunk 'data' at byte 36: 3 bytes of sound, expected a multiple of 2 bytes (blocks of 1 x 16 bits)"),
        ["half a block"] = (
            RiffFile(Format(channels: 3, bits: 24), Data(Pcm24(1, 2, 3, 4))),
            "chunk 'data' at byte 36: 12 bytes of sound, expected a multiple of 9 bytes (blocks of 3 x 24 bits)"),
        ["NaN"] = (
            RiffFile(Format(Float, 2, bits: 32), Data(Float32(0, 0, 0, float.NaN))), "sample 1 of channel 1 is not a finite number"),
        ["infinity"] = (
            RiffFile(Format(Float, bits: 64), Data(Float64(0, 1, double.NegativeInfinity))),
            "sample 2 of channel 0 is not a finite number"),
        ["NaN at another rate"] = (
            RiffFile(Format(Float, rate: 8000, bits: 32), Data(Float32([.. new float[5000], float.NaN]))),
            "sample 5000 of channel 0 is not a finite number"),
        ["long sizes cut off"] = (
            [.. RiffHeader("RF64", uint.MaxValue), .. Chunk("ds64", [1, 2, 3, 4])],
            "chunk 'ds64' at byte 12: 4 bytes, expected 28 or more"),
        ["RF64 cut off"] = (
            [.. RiffHeader("RF64", uint.MaxValue), .. LongSizes(0, 5_000_000_000), .. Format(), .. Data([1, 2], uint.MaxValue)],
            "the sound is cut off: 2 bytes are there, chunk 'data' promises 5000000000"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damage_is_reported_where_it_is(string name) =>
        Assert.Equal(
            $"clip.wav: {Cases[name].Problem}", Problem(() => WavFile.Read(new MemoryStream(Cases[name].File), "clip.wav", 16_000)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pipe_gives_the_same_message(string name) =>
        Assert.Equal($"clip.wav: {Cases[name].Problem}", Problem(() => WavFile.Read(new Pipe(Cases[name].File), "clip.wav", 16_000)));

    [Theory]
    [InlineData(6)]
    [InlineData(5)]
    public void A_second_sound_is_refused_wherever_it_is(int bytes)
    {
        byte[] first = Data(Enumerable.Repeat((byte)128, bytes).ToArray());
        byte[] file = RiffFile(Format(bits: 8), first, Chunk("LIST", [1, 2, 3]), Sound);
        string problem = $"clip.wav: chunk 'data' at byte {36 + first.Length + 12}: a second one, expected one";
        Assert.Equal(problem, Problem(() => WavFile.Read(new MemoryStream(file), "clip.wav", 16_000)));
        Assert.Equal(problem, Problem(() => WavFile.Read(new MemoryStream(file), "clip.wav", 16_000, new short[2])));

        // A pipe is not read beyond the sound, and what is no chunk is not looked at.
        Assert.Equal(bytes, WavFile.Read(new Pipe(file), "clip.wav", 16_000).Length);
        Assert.Equal(bytes, WavFile.Read(new MemoryStream([.. RiffFile(Format(bits: 8), first), 0, .. Sound]), "clip.wav", 16_000).Length);
    }

    [Fact]
    public void A_streamed_sound_ends_with_a_whole_block()
    {
        byte[] file = RiffFile(Format(channels: 2), Data([1, 2, 3, 4, 5, 6], uint.MaxValue));
        Assert.Equal(
            "clip.wav: chunk 'data' at byte 36: 6 bytes of sound, expected a multiple of 4 bytes (blocks of 2 x 16 bits)",
            Problem(() => WavFile.Read(new MemoryStream(file), "clip.wav", 16_000)));
        Assert.Equal(
            "clip.wav: the sound ends with a block of 2 bytes, expected 4 (blocks of 2 x 16 bits)",
            Problem(() => WavFile.Read(new Pipe(file), "clip.wav", 16_000)));
    }

    [Fact]
    public void A_directory_is_no_sound()
    {
        string directory = AppContext.BaseDirectory;
        Assert.Equal($"{directory}: this is a directory, expected a WAV file", Problem(() => WavFile.Read(directory, 16_000)));
    }

    [Fact]
    public void A_file_that_is_missing_is_an_error_of_the_system() =>
        Assert.Throws<FileNotFoundException>(() => WavFile.Read(Path.Combine(AppContext.BaseDirectory, "missing.wav"), 16_000));

    [Theory]
    [InlineData(999)]
    [InlineData(768_001)]
    [InlineData(-1)]
    public void A_wanted_rate_has_bounds(int sampleRate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WavFile.Read(new MemoryStream(Of(16_000, 1)), "clip.wav", sampleRate));

    [Fact]
    public void A_cut_off_file_is_refused_even_if_only_its_start_is_wanted()
    {
        byte[] file = Of(16_000, new short[100_000])[..150_000];
        Assert.Equal(
            "clip.wav: the sound is cut off: 149956 bytes are there, chunk 'data' promises 200000",
            Problem(() => WavFile.Read(new MemoryStream(file), "clip.wav", 16_000, new short[10])));
    }

    [Fact]
    public void A_clip_too_long_for_an_array_is_refused_before_it_is_read()
    {
        // 2 GB of 8-bit sound at 8 kHz become twice as many samples.
        using var stream = new LongStream(RiffFile(Format(rate: 8000, bits: 8), Data([], 0x7FFE_0000)), 44L + 0x7FFE_0000);
        Assert.Equal(
            "clip.wav: more than 2147483591 samples, the most of one array; expected a shorter clip",
            Problem(() => WavFile.Read(stream, "clip.wav", 16_000)));
        stream.Position = 0;
        Assert.Equal(3, WavFile.Read(stream, "clip.wav", 16_000, new short[3]));
    }

    [Property(MaxTest = 300)]
    public FsCheck.Property Cutting_a_file_off_anywhere_is_reported_or_harmless()
    {
        var random =
            from file in Files
            from length in Gen.Choose(0, file.Length)
            from rate in Gen.Elements(16_000, 44_100)
            select (file, length, rate);
        return Prop.ForAll(random.ToArbitrary(), drawn => ReadsOrExplains(drawn.file[..drawn.length], drawn.rate));
    }

    [Property(MaxTest = 2000)]
    public FsCheck.Property Flipped_bytes_are_reported_or_harmless()
    {
        var flip =
            from at in Gen.Choose(0, 120)
            from value in Gen.Choose(0, 255)
            select (at, (byte)value);
        var random =
            from file in Files
            from count in Gen.Choose(1, 4)
            from flips in flip.ArrayOf(count)
            select (file, flips);
        return Prop.ForAll(random.ToArbitrary(), drawn =>
        {
            byte[] file = [.. drawn.file];
            foreach ((int at, byte value) in drawn.flips)
            {
                file[at % file.Length] = value;
            }

            ReadsOrExplains(file, 16_000);
        });
    }

    /// <summary>Valid files of all kinds.</summary>
    private static Gen<byte[]> Files { get; } = Gen.Elements(
        Of(16_000, 1, -2, 3),
        RiffFile(
            Chunk("LIST", [1, 2, 3]), Format(channels: 2, bits: 24), Chunk("fact", [1, 0, 0, 0]), Data(Pcm24(1, 2, 3, 4)),
            Chunk("id3 ", [1])),
        RiffFile(Extensible(SubFormat(3), 1, 64, 64), Data(Float64(0, 0.5, -1))),
        RiffFile(Format(), Data(Pcm16(5, 6, 7), uint.MaxValue)),
        (byte[])[.. RiffHeader("RF64", uint.MaxValue), .. LongSizes(100, 6), .. Format(), .. Data(Pcm16(5, 6, 7), uint.MaxValue)]);

    private static void ReadsOrExplains(byte[] file, int rate)
    {
        string? fromFile = Outcome(new MemoryStream(file));
        string? fromPipe = Outcome(new Pipe(file));
        Assert.Equal(fromFile is null, fromPipe is null);

        string? Outcome(Stream stream)
        {
            try
            {
                Assert.InRange(WavFile.Read(stream, "clip.wav", rate).Length, 0, (file.Length + 1) * rate / 1000);
                return null;
            }
            catch (KwsFormatException e)
            {
                Assert.StartsWith("clip.wav: ", e.Message);
                Assert.DoesNotContain('\n', e.Message);
                return e.Message;
            }
        }
    }

    private static string Problem(Action read) => Assert.Throws<KwsFormatException>(read).Message;
}
