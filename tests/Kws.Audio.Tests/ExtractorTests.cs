using Kws.Audio.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Audio.Tests;

/// <summary>The promises of the extractor to its user.</summary>
public class ExtractorTests
{
    private static readonly FingerprintExtractor Extractor = new();

    [Fact]
    public void The_default_front_end_makes_fingerprints_of_the_default_model()
    {
        Assert.Equal(KwsModel.Default.Network.Input.Count, Extractor.FingerprintLength);
        Assert.Equal(15_872, Extractor.FrontEnd.ClipLength);
    }

    [Fact]
    public void Digital_silence_has_the_least_loudness_and_no_shape()
    {
        sbyte[] fingerprint = Extract(new short[16_000]);
        Assert.Equal([.. Enumerable.Repeat<sbyte[]>([-32, 0, 0, 0, 0, 0, 0, 0, 0, 0], 30).SelectMany(frame => frame)], fingerprint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    [InlineData(15_871)]
    public void A_short_clip_counts_as_followed_by_silence(int length)
    {
        short[] clip = Sounds.Noise(length, 1000, seed: 1);
        Assert.Equal(Extract([.. clip, .. new short[16_000 - length]]), Extract(clip));
    }

    [Fact]
    public void What_lies_behind_the_last_frame_is_not_looked_at()
    {
        short[] clip = Sounds.Noise(15_872, 1000, seed: 1);
        Assert.Equal(Extract(clip), Extract([.. clip, .. Sounds.Noise(40_000, 30_000, seed: 2)]));
    }

    [Fact]
    public void A_fingerprint_is_its_frames()
    {
        short[] clip = Sounds.Chirp(16_000, 10_000);
        var frame = new sbyte[10];
        var frames = new List<sbyte>();
        for (int i = 0; i < 30; i++)
        {
            Extractor.ExtractFrame(clip.AsSpan(i * 512, 1024), frame);
            frames.AddRange(frame);
        }

        Assert.Equal(frames, Extract(clip));
    }

    [Fact]
    public void Sound_may_lie_anywhere_in_memory()
    {
        short[] clip = Sounds.Noise(16_000, 5000, seed: 6);
        for (int offset = 1; offset < 40; offset++)
        {
            short[] moved = [.. new short[offset], .. clip];
            var fingerprint = new sbyte[300];
            Extractor.Extract(moved.AsSpan(offset), fingerprint);
            Assert.Equal(Extract(clip), fingerprint);
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        short[] clip = Sounds.Chirp(16_000, 10_000);
        var fingerprint = new sbyte[300];
        Extractor.Extract(clip, fingerprint);
        Assert.Equal(0, Allocations.Of(() => Extractor.Extract(clip, fingerprint)));
    }

    [Fact]
    public void Threads_may_share_an_extractor()
    {
        short[][] clips = [.. Enumerable.Range(0, 200).Select(seed => Sounds.Noise(16_000, 100 + (seed * 100), seed))];
        sbyte[][] expected = [.. clips.Select(Extract)];
        var actual = new sbyte[clips.Length][];
        Parallel.For(0, clips.Length, i => actual[i] = Extract(clips[i]));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.StartsWith(
            "room for 299 values, expected the 300 of one fingerprint",
            Assert.Throws<ArgumentException>(() => Extractor.Extract(new short[16_000], new sbyte[299])).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "room for 11 values, expected the 10 of one frame",
            Assert.Throws<ArgumentException>(() => Extractor.ExtractFrame(new short[1024], new sbyte[11])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "1025 samples, expected at most the 1024 of one window",
            Assert.Throws<ArgumentException>(() => Extractor.ExtractFrame(new short[1025], new sbyte[10])).Message,
            StringComparison.Ordinal);
    }

    public static TheoryData<FrontEnd, string> WrongOptions => new()
    {
        { new() { SampleRate = 0 }, "SampleRate is 0, expected at least 1" },
        { new() { WindowLength = 64 }, "WindowLength is 64, expected 65 to 4096" },
        { new() { WindowLength = 4097 }, "WindowLength is 4097, expected 65 to 4096" },
        { new() { HopLength = 0 }, "HopLength is 0, expected at least 1" },
        { new() { FrameCount = 0 }, "FrameCount is 0, expected at least 1" },
        { new() { FrameCount = int.MaxValue }, "FrameCount is 2147483647, expected a fingerprint of at most 2147483591 samples" },
        { new() { FrameCount = 214_748_365, HopLength = 1 },
            "FrameCount is 214748365, expected a fingerprint of at most 2147483591 values" },
        { new() { BandCount = 0 }, "BandCount is 0, expected 1 to 256" },
        { new() { BandCount = 257 }, "BandCount is 257, expected 1 to 256" },
        { new() { LowestFrequency = -1 }, "LowestFrequency is -1, expected 0 or more" },
        { new() { LowestFrequency = double.NaN }, "LowestFrequency is NaN, expected 0 or more" },
        { new() { HighestFrequency = 20 }, "HighestFrequency is 20, expected more than 20 and at most half the sample rate, 8000" },
        { new() { HighestFrequency = 8000.5 }, "HighestFrequency is 8000.5, expected more than 20 and at most half the sample rate, 8000" },
        { new() { CoefficientCount = 0 }, "CoefficientCount is 0, expected 1 to the 40 bands" },
        { new() { CoefficientCount = 41 }, "CoefficientCount is 41, expected 1 to the 40 bands" },
        { new() { Bits = 1 }, "Bits is 1, expected 2 to 8" },
        { new() { Bits = 9 }, "Bits is 9, expected 2 to 8" },
        { new() { FractionBits = -1 }, "FractionBits is -1, expected 0 to 8" },
        { new() { FractionBits = 9 }, "FractionBits is 9, expected 0 to 8" },
    };

    [Theory]
    [MemberData(nameof(WrongOptions), DisableDiscoveryEnumeration = true)]
    public void An_option_out_of_range_is_refused(FrontEnd options, string message) =>
        Assert.StartsWith(
            message, Assert.Throws<ArgumentOutOfRangeException>(() => new FingerprintExtractor(options)).Message, StringComparison.Ordinal);

    private static sbyte[] Extract(short[] clip)
    {
        var fingerprint = new sbyte[300];
        Extractor.Extract(clip, fingerprint);
        return fingerprint;
    }
}
