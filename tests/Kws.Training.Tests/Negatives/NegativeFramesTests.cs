using System.Security.Cryptography;
using FsCheck.Xunit;
using Kws.Audio;
using Kws.Audio.Tests.Support;
using Kws.Model;
using Kws.Training.Negatives;
using Kws.Training.Recordings;

namespace Kws.Training.Tests;

public class NegativeFramesTests
{
    private const int Coefficients = 10;

    [Fact]
    public void The_frames_that_come_with_kws_are_those_that_were_made()
    {
        NegativeFrames frames = NegativeFrames.Shipped;
        Assert.Equal((5668, 160, 114), (frames.Words.Length, frames.Speech.Length, frames.Noise.Length));
        Assert.Equal(35, frames.Words.Select(stream => stream.Name).Distinct().Count());
        Assert.Equal(7, frames.Noise.Select(stream => stream.Name).Distinct().Count());
        Assert.All(frames.Words, stream => Assert.InRange(stream.Values.Length, 300, 310));
        FrameStream[] all = [.. frames.Words, .. frames.Speech, .. frames.Noise];
        Assert.All(all, stream =>
        {
            Assert.InRange(stream.Tenth, 0, 9);
            Assert.Equal(0, stream.Values.Length % Coefficients);
        });
        Assert.Equal(Enumerable.Range(0, 10), frames.Speech.Select(stream => stream.Tenth).Distinct().Order());

        using var bytes = new MemoryStream();
        NegativeFramesFile.Write(frames, bytes);
        Assert.Equal(
            "5e2b38309310152ca3202e39ac4885369d1f7ae3650d53f5f641f5581c7575c4", Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())));
    }

    [Fact]
    public void They_take_less_than_3_MB_and_bring_their_credits()
    {
        using Stream packed = typeof(NegativeFrames).Assembly.GetManifestResourceStream("Kws.Training.Negatives.frames.br")!;
        Assert.InRange(packed.Length, 100_000, 3_000_000);
        using var credits = new StreamReader(
            typeof(NegativeFrames).Assembly.GetManifestResourceStream("Kws.Training.Negatives.CREDITS.md")!);
        string text = credits.ReadToEnd();
        Assert.All(["CC-BY 4.0", "Apache 2.0", "ESC-10", "Pete Warden"], source => Assert.Contains(source, text, StringComparison.Ordinal));
    }

    /// <summary>The folders of sound lie side by side, as the speech of other tests does.</summary>
    [Fact]
    public void They_can_be_made_again_of_the_sound()
    {
        string folder = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Speech.Require()))!;
        string[] folders = [.. ((string[])["speech", "speech-more", "long-speech", "noise"]).Select(name => Path.Combine(folder, name))];
        Assert.SkipUnless(folders.All(Directory.Exists), $"NOT RUN: {string.Join(", ", folders)} are not all there");
        NegativeFrames made = NegativeFramesMaker.Make(folders[..2], folders[2..3], folders[3..]);
        using var expected = new MemoryStream();
        NegativeFramesFile.Write(NegativeFrames.Shipped, expected);
        using var actual = new MemoryStream();
        NegativeFramesFile.Write(made, actual);
        Assert.True(expected.ToArray().AsSpan().SequenceEqual(actual.ToArray()));
    }

    /// <summary>The frames of sound by the front end of 6 bits, and those of quarters, which are rounded twice: of 8 one differs.</summary>
    [Fact]
    public void Frames_for_six_bits_are_nearly_those_of_six_bits()
    {
        FrontEnd sixBits = new();
        (int same, int all) = (0, 0);
        for (int speaker = 0; speaker < 8; speaker++)
        {
            short[] sound = Support.SpokenWords.Word("quiet", speaker);
            sbyte[] expected = NegativeFramesMaker.Frames(sound, new FingerprintExtractor(sixBits), isWord: true);
            sbyte[] fine = NegativeFramesMaker.Frames(sound, new FingerprintExtractor(NegativeFrames.FrontEnd), isWord: true);
            sbyte[] actual = Assert.Single(OfWord(fine).For(sixBits).Words).Values.ToArray();
            Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
            same += expected.Zip(actual).Count(pair => pair.First == pair.Second);
            all += expected.Length;
        }

        Assert.InRange((double)same / all, 0.8, 1);
    }

    [Fact]
    public void Frames_are_rounded_to_even_and_clamped()
    {
        sbyte[] quarters = [-128, -127, -6, -2, -1, 2, 3, 6, 126, 127];
        Assert.Equal([-32, -32, -2, 0, 0, 0, 1, 2, 31, 31], Converted(new FrontEnd()));
        Assert.Equal([-64, -64, -3, -1, 0, 1, 2, 3, 63, 63], Converted(new FrontEnd { Bits = 7, FractionBits = 1 }));
        Assert.Equal(quarters, Converted(NegativeFrames.FrontEnd));
        Assert.Throws<ArgumentException>(() => Converted(new FrontEnd { Bits = 8, FractionBits = 3 }));
        Assert.Throws<ArgumentException>(() => Converted(new FrontEnd { HopLength = 320 }));

        sbyte[] Converted(FrontEnd frontEnd) => OfWord(quarters).For(frontEnd).Words[0].Values.ToArray();
    }

    [Property(MaxTest = 50)]
    public void What_is_written_is_read_again(byte[] words, byte[] noise, string name)
    {
        NegativeFrames frames = new()
        {
            Words = [new(name ?? "", 3, Frames(words)), new("other", 9, Frames(noise))],
            Speech = [],
            Noise = [new("rain", 0, Frames(noise))],
        };
        using var stream = new MemoryStream();
        NegativeFramesFile.Write(frames, stream);
        stream.Position = 0;
        NegativeFrames read = NegativeFramesFile.Read(stream);
        Assert.Equal(stream.Length, stream.Position);
        Assert.Equal(Flat(frames.Words), Flat(read.Words));
        Assert.Equal(Flat(frames.Noise), Flat(read.Noise));
        Assert.Empty(read.Speech);

        static sbyte[] Frames(byte[] bytes) => [.. bytes.Take(bytes.Length / Coefficients * Coefficients).Select(value => (sbyte)value)];

        static IEnumerable<(string, int, string)> Flat(IEnumerable<FrameStream> streams) =>
            streams.Select(stream => (stream.Name, stream.Tenth, string.Join(' ', stream.Values.ToArray())));
    }

    /// <summary>
    /// Quieter sound, made in sound and made in frames. They differ where samples are rounded anew: by 1, in a few integers of a hundred,
    /// in more where steps are finer.
    /// </summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    [InlineData(10, 0)]
    [InlineData(3, 2)]
    [InlineData(40, 2)]
    public void Quieter_frames_are_those_of_quieter_sound(int steps, int fractionBits)
    {
        var extractor = new FingerprintExtractor(new FrontEnd { Bits = 6 + fractionBits, FractionBits = fractionBits });
        double gain = Math.Exp(-Math.ScaleB(steps, -fractionBits) / Math.Sqrt(80));
        (int same, int all) = (0, 0);
        for (int speaker = 0; speaker < 8; speaker++)
        {
            short[] sound = Support.SpokenWords.Word("quiet", speaker);
            var expected = new sbyte[extractor.FingerprintLength];
            extractor.Extract([.. sound.Select(sample => (short)Math.Round(gain * sample))], expected);
            var actual = new sbyte[extractor.FingerprintLength];
            extractor.Extract(sound, actual);
            NegativeWindows.Attenuate(actual, steps, extractor.FrontEnd);
            Assert.All(Spoken(expected).Zip(Spoken(actual)), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
            same += Spoken(expected).Zip(Spoken(actual)).Count(pair => pair.First == pair.Second);
            all += Spoken(expected).Length;
        }

        Assert.InRange((double)same / all, 0.9, 1);

        // The middle half of the second, where a word is spoken; noise of 20 steps around it is nearly lost by rounding.
        static sbyte[] Spoken(sbyte[] fingerprint) => fingerprint[80..220];
    }

    private static NegativeFrames OfWord(sbyte[] values) => new() { Words = [new("word", 0, values)], Speech = [], Noise = [] };
}
