using FsCheck.Xunit;
using Kws.Audio;
using Kws.Listen.Streams;
using Kws.Listen.Tests.Support;
using Kws.Model;

namespace Kws.Listen.Tests;

/// <summary>Sound in any pieces gives, hop by hop, the fingerprints of the clips cut out there.</summary>
public class FingerprintStreamTests
{
    public static TheoryData<int, int> WindowsAndHops { get; } = new() { { 1024, 512 }, { 1024, 1024 }, { 480, 160 }, { 512, 700 } };

    [Theory]
    [MemberData(nameof(WindowsAndHops))]
    public void Every_hop_gives_the_fingerprint_of_its_clip(int window, int hop)
    {
        var extractor = new FingerprintExtractor(new FrontEnd { WindowLength = window, HopLength = hop });
        for (int seed = 0; seed < 5; seed++)
        {
            AssertClips(extractor, Sound.Bursts(seed, extractor.FrontEnd.ClipLength + (20 * hop) + (hop / 2)), seed, hops: 21);
        }
    }

    [Property(MaxTest = 20)]
    public void Any_pieces_give_the_same(int seed) => AssertClips(new FingerprintExtractor(), Sound.Bursts(seed, 20_000), ~seed, hops: 9);

    [Fact]
    public void Sound_short_of_a_clip_gives_nothing()
    {
        var stream = new FingerprintStream(new FingerprintExtractor());
        ReadOnlySpan<short> samples = new short[new FrontEnd().ClipLength - 1];
        Assert.False(stream.MoveNext(ref samples));
        Assert.Equal(0, samples.Length);
        samples = new short[3];
        Assert.True(stream.MoveNext(ref samples));
        Assert.Equal(2, samples.Length);
    }

    private static void AssertClips(FingerprintExtractor extractor, short[] sound, int seed, int hops)
    {
        var stream = new FingerprintStream(extractor);
        var expected = new sbyte[extractor.FingerprintLength];
        long position = extractor.FrontEnd.ClipLength;
        foreach (short[] piece in Sound.Pieces(sound, seed))
        {
            ReadOnlySpan<short> samples = piece;
            while (stream.MoveNext(ref samples))
            {
                Assert.Equal(position, stream.Position);
                extractor.Extract(sound.AsSpan((int)position - extractor.FrontEnd.ClipLength), expected);
                Assert.Equal<sbyte>(expected, stream.Current);
                position += extractor.FrontEnd.HopLength;
                hops--;
            }
        }

        Assert.Equal(0, hops);
        Assert.Equal(sound.Length, stream.Position);
    }
}
