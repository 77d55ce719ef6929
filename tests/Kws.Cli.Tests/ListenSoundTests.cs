using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Kws.Audio;
using Kws.Bulk.Tests.Support;
using Kws.Cli.Sound;
using Kws.Cli.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>The sound that <c>kws listen</c> takes, and what it says of sound that cannot be right.</summary>
public sealed class ListenSoundTests : IDisposable
{
    private static readonly short[] Words = WavFile.Read(TestData.PathOf("words.wav"), 16_000);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_format_gives_the_detections_of_the_file()
    {
        CliResult expected = CliResult.RunWithInput(new MemoryStream(Bytes(Words)), "listen");
        Assert.Equal(0, expected.ExitCode);
        Assert.Contains("happy", expected.Out, StringComparison.Ordinal);
        Assert.Equal(expected, Listen(Words.SelectMany(s => BitConverter.GetBytes(s << 16)), "--format", "s32"));
        Assert.Equal(expected, Listen(Words.SelectMany(s => BitConverter.GetBytes(s << 8)[..3]), "--format", "s24"));
        Assert.Equal(expected, Listen(Words.SelectMany(s => BitConverter.GetBytes(s / 32768f)), "--format", "f32"));
        Assert.Equal(expected, Listen(Bytes(Words, Words), "--channels", "2"));
        Assert.Equal(expected, Listen(Bytes(new short[Words.Length], Words), "--channels", "2", "--channel", "1"));
        Assert.Equal(expected, CliResult.RunWithInput(new MemoryStream(Bytes(Words)), "listen", "--rate", "16000", "--channel", "mix"));

        string raw = _directory.PathOf("words.raw");
        File.WriteAllBytes(raw, Bytes(Words));
        Assert.Equal(expected, CliResult.Run("listen", raw, "--rate", "16000"));
    }

    [Fact]
    public void A_wav_file_on_standard_input_is_that_of_its_name() => Assert.Equal(
        CliResult.Run("listen", TestData.PathOf("words.wav")), Listen(File.ReadAllBytes(TestData.PathOf("words.wav")), "-"));

    [Theory]
    [InlineData("--rate 999", "--rate is '999', expected an integer from 1000 to 768000; see kws listen --help")]
    [InlineData("--channels 0", "--channels is '0', expected an integer from 1 to 256; see kws listen --help")]
    [InlineData("--format u8", "--format is 'u8', expected s16, s24, s32 or f32; see kws listen --help")]
    [InlineData("--channel left", "--channel is 'left', expected a number from 0, or mix; see kws listen --help")]
    public void What_no_format_is_is_refused(string options, string message) =>
        CliResult.Run(["listen", .. options.Split(' ')]).AssertFailed(2, message);

    [Fact]
    public void A_wav_file_takes_no_format()
    {
        string words = TestData.PathOf("words.wav");
        CliResult.Run("listen", words, "--channels", "1").AssertFailed(
            2, $"{words}: this is a WAV file, which has its own format, expected no --channels");
        CliResult.Run("listen", words, "--channel", "1").AssertFailed(
            3, $"{words}: there is no channel 1, counted from 0: the sound has 1");
    }

    [Theory]
    [InlineData("--microphone x -", "'-' and --microphone are 2 inputs, expected one")]
    [InlineData("--microphone x --device-command y", "--device-command and --microphone are 2 inputs, expected one")]
    public void Two_inputs_are_refused(string options, string message) =>
        CliResult.Run(["listen", .. options.Split(' ')]).AssertFailed(2, message);

    [Fact]
    public void A_wrong_format_is_told_once()
    {
        Assert.Equal("", Told(Bytes(Words)));
        Assert.Equal(
            "kws: standard input: the samples look like another format; is it --format s32 --rate 16000 --channels 1?\n",
            Told([.. Words.SelectMany(s => BitConverter.GetBytes((s << 16) + (s * 7919 & 0xFFFF)))]));
        Assert.Equal(
            "kws: standard input: the samples look like another format; is it --format f32 --rate 16000 --channels 1?\n",
            Told([.. Words.SelectMany(s => BitConverter.GetBytes(s / 40_000f))]));
        Assert.Equal(
            "kws: standard input: pairs of samples are alike, as those of two channels are; is it --channels 2?\n",
            Told(Bytes(Words, Words)));
        Assert.Equal(
            "kws: standard input: the samples look like big-endian ones, expected little-endian "
                + "(arecord: -f S16_LE, sox: -L, ffmpeg: -f s16le)\n",
            Told([.. Words.SelectMany(s => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(s)))]));

        static string Told(byte[] bytes) => WithoutLevels(Listen(bytes, "-").Error);
    }

    [Theory]
    [InlineData(0, 0, "the first 10 s are zeros: is the microphone on?")]
    [InlineData(20, 0, "the first 10 s are silence, at most 20 of 32767: is the microphone on?")]
    [InlineData(300, 0, "the sound is very quiet, at most 300 of 32767 in 10 s: turn the microphone up")]
    [InlineData(40_000, 0, "37.5 % of 10 s are clipped: turn the microphone down")]
    [InlineData(20_000, 0, "the sound is very loud, 14142 of 32767 on average (root mean square): turn the microphone down")]
    [InlineData(2_000, 3_000, "the sound has an offset of 3000 (direct current): is the format right?")]
    [InlineData(2_000, 0, "")]
    public void A_level_that_cannot_be_right_is_told_once(int amplitude, int offset, string warning)
    {
        short[] tone = [.. Enumerable.Range(0, 25 * 16_000).Select(i => (short)Math.Clamp(
            Math.Round(amplitude * Math.Sin(i * Math.PI / 40)) + offset, short.MinValue, short.MaxValue))];
        Assert.Equal(warning.Length == 0 ? "" : $"kws: standard input: {warning}\n", Listen(Bytes(tone), "-").Error);
    }

    [Theory]
    [InlineData(96_000, "96,000 samples a second come, 16,000 were expected; is it --rate 48000 --channels 2?")]
    [InlineData(44_100, "44,100 samples a second come, 16,000 were expected; is it --rate 44100 --channels 1?")]
    [InlineData(8_000, "8,000 samples a second come, 16,000 were expected; is it --rate 8000 --channels 1?")]
    [InlineData(16_100, null)]
    [InlineData(1_000_000, null)]
    public void A_device_of_another_rate_is_told_once(int samplesPerSecond, string? warning)
    {
        var time = new ManualTime();
        var told = new List<string>();
        var check = new ArrivalCheck(new RawSoundFormat(SampleEncoding.Pcm16, 16_000), time, told.Add);
        for (int piece = 0; piece < 300; piece++)
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            check.Add(samplesPerSecond / 10 * 2);
        }

        Assert.Equal(warning is null ? [] : [warning], told);
    }

    [Fact]
    public void A_microphone_is_heard()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libasound.so.2", out _), "needs libasound.so.2 (Debian: libasound2)");

        // A device of ALSA's file plug-in, of two channels.
        string raw = _directory.PathOf("words.raw");
        File.WriteAllBytes(raw, Bytes(Words, Words));
        string configuration = _directory.Write("asound.conf", $$"""
            pcm.kws_words {
              type file
              slave.pcm "null"
              file /dev/null
              infile {{raw}}
              format raw
              hint { show on description "Words of a file" }
            }

            """);
        var environment = new Dictionary<string, string> { ["ALSA_CONFIG_PATH"] = $"/usr/share/alsa/alsa.conf:{configuration}" };

        Assert.Contains("Words of a file", KwsProcess.Run(environment, "microphones").Out, StringComparison.Ordinal);
        KwsProcess.Run(environment, "listen", "--microphone", "nobody").AssertFailed(
            3, "microphone 'nobody': No such file or directory, expected one that kws microphones lists, for 1 x 16000 Hz");
        string[] expected = CliResult.RunWithInput(new MemoryStream(Bytes(Words)), "listen").Out.Split('\n');
        using Process listener = KwsProcess.Start(
            KwsProcess.Path, ["listen", "--microphone", "kws_words", "--channels", "2", "--rate", "16000"], environment);
        Assert.Equal(expected[..2], (string[])[listener.StandardOutput.ReadLine()!, listener.StandardOutput.ReadLine()!]);
        listener.Kill();
    }

    private static CliResult Listen(IEnumerable<byte> sound, params string[] options) =>
        CliResult.RunWithInput(new MemoryStream([.. sound]), ["listen", .. options]);

    private static string WithoutLevels(string error) => string.Concat(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.Contains("clipped") && !line.Contains("loud") && !line.Contains("offset")).Select(line => $"{line}\n"));

    private static byte[] Bytes(params short[][] channels) =>
        [.. Enumerable.Range(0, channels[0].Length).SelectMany(i => channels.SelectMany(channel => BitConverter.GetBytes(channel[i])))];
}
