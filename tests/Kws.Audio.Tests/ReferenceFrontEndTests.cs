using Kws.Model;
using Kws.Reference;

namespace Kws.Audio.Tests;

/// <summary>The plain front end of Kws.Reference: a few seconds of sound, against the extractor that this processor uses.</summary>
public class ReferenceFrontEndTests
{
    private static readonly FrontEnd Integers = new() { Arithmetic = FrontEndArithmetic.Integers, FrameCount = 2 };

    private static readonly FrontEnd[] FrontEnds =
    [
        Integers,
        Integers with { WindowLength = 65, HopLength = 65, BandCount = 7, CoefficientCount = 7, TransformBits = 8 },
        Integers with { WindowLength = 256, HopLength = 100, BandCount = 16, CoefficientCount = 16, Bits = 8, TransformBits = 11 },
        Integers with { LowestFrequency = 0, HighestFrequency = 8000, BandCount = 40, CoefficientCount = 20, Bits = 8, FractionBits = 2 },
    ];

    [Fact]
    public void Noise_of_any_loudness_gives_the_integers_of_the_extractor() => AssertSame(
        Enumerable.Range(0, 16).Select(bits => Noise(2000, (1 << bits) - 1, seed: bits)));

    [Fact]
    public void Edges_of_sound_give_the_integers_of_the_extractor() => AssertSame(
        [
            [], [1], [short.MinValue], Noise(30, 1000, seed: 1),
            [.. Enumerable.Repeat(short.MinValue, 2000)], [.. Enumerable.Repeat((short)-1, 2000)],
            [.. Enumerable.Range(0, 2000).Select(i => i % 4 < 2 ? short.MaxValue : short.MinValue)],
        ]);

    [Fact]
    public void Steps_of_silence_are_zero()
    {
        FrontEndTrace trace = new ReferenceFrontEnd(Integers).Trace([]);
        Assert.All(
            [.. trace.Windowed, .. trace.Re, .. trace.Im, .. trace.Magnitudes, .. trace.Sums, trace.Exponent],
            value => Assert.Equal(0, value));
        Assert.Equal(-32, trace.Coefficients[0]);
    }

    [Fact]
    public void What_it_cannot_compute_is_refused()
    {
        Assert.Throws<ArgumentNullException>("frontEnd", () => new ReferenceFrontEnd(null!));
        Assert.Throws<ArgumentOutOfRangeException>("BandCount", () => new ReferenceFrontEnd(Integers with { BandCount = 0 }));
        Assert.Equal(
            "arithmetic SinglePrecision, expected Integers (Parameter 'frontEnd')",
            Assert.Throws<ArgumentException>(() => new ReferenceFrontEnd(new FrontEnd())).Message);
        Assert.Equal(
            "1025 samples, expected at most the 1024 of one window (Parameter 'window')",
            Assert.Throws<ArgumentException>(
                () => new ReferenceFrontEnd(Integers with { WindowLength = 1024 }).Trace(new short[1025])).Message);
    }

    private static void AssertSame(IEnumerable<short[]> sounds)
    {
        foreach (FrontEnd frontEnd in FrontEnds)
        {
            (var plain, var fast) = (new ReferenceFrontEnd(frontEnd), new FingerprintExtractor(frontEnd));
            foreach (short[] sound in sounds)
            {
                var expected = new sbyte[fast.FingerprintLength];
                fast.Extract(sound, expected);
                Assert.Equal(expected, plain.Extract(sound));
            }
        }
    }

    private static short[] Noise(int length, int amplitude, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(-amplitude, amplitude + 1))];
    }
}
