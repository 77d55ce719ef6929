using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FsCheck;
using FsCheck.Fluent;
using Kws.Audio.Extraction;
using Kws.Audio.Extraction.Integers;
using Kws.Audio.Tests.Support;
using Kws.Model;
using Kws.Reference;

namespace Kws.Audio.Tests;

/// <summary>The fast integer front end against the plain one of Kws.Reference, bit for bit.</summary>
public class IntegerFrontEndTests
{
    private static readonly Gen<short[]> AnySound = Gen.OneOf(
        from amplitude in Gen.Choose(0, 15)
        from seed in Gen.Choose(0, int.MaxValue)
        select Sounds.Noise(20_000, Math.Min(1 << amplitude, short.MaxValue), seed),
        from seed in Gen.Choose(0, int.MaxValue)
        select Extremes(20_000, seed),
        from amplitude in Gen.Choose(1, short.MaxValue)
        from period in Gen.Choose(1, 2000)
        select Square(20_000, period, amplitude),
        from at in Gen.Choose(0, 19_999)
        from value in Gen.Choose(short.MinValue, short.MaxValue)
        select Impulse(20_000, at, (short)value),
        from value in Gen.Choose(short.MinValue, short.MaxValue)
        select Enumerable.Repeat((short)value, 20_000).ToArray(),
        from frequency in Gen.Choose(1, 8000)
        from amplitude in Gen.Choose(1, short.MaxValue)
        select Sounds.Tone(20_000, frequency, amplitude));

    private static readonly Gen<FrontEnd> AnyFrontEnd =
        from frontEnd in Gen.Elements<FrontEnd>(OracleTests.FrontEnds.Values)
        from bits in Gen.Choose(FrontEnd.MinTransformBits, FrontEnd.MaxTransformBits)
        select frontEnd.With(FrontEndArithmetic.Integers) with { TransformBits = bits, FrameCount = 3, HopLength = 509 };

    public static TheoryData<string, string> Cases => OracleTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vectors_give_the_integers_of_the_reference(string frontEnd, string sound) =>
        AssertSame(OracleTests.FrontEnds[frontEnd].With(FrontEndArithmetic.Integers) with { FrameCount = 4 }, Sounds.All[sound]);

    [Fact]
    public void Any_sound_through_any_front_end_gives_the_integers_of_the_reference() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true),
        Prop.ForAll(
            (from frontEnd in AnyFrontEnd
             from sound in AnySound
             from length in Gen.Choose(0, 6000)
             select (frontEnd, sound, length)).ToArbitrary(),
            test => AssertSame(test.frontEnd, test.sound.AsSpan(0, test.length))));

    [Theory]
    [InlineData(short.MinValue)]
    [InlineData(short.MaxValue)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(-2)]
    [InlineData(-4096)]
    public void The_loudest_sounds_of_all_shapes_overflow_nothing(int value)
    {
        // The plain front end checks every sum and product.
        foreach (FrontEnd settings in OracleTests.FrontEnds.Values)
        {
            FrontEnd frontEnd = settings.With(FrontEndArithmetic.Integers) with { FrameCount = 1 };
            int length = frontEnd.WindowLength;
            AssertSame(frontEnd, Enumerable.Repeat((short)value, length).ToArray());
            AssertSame(frontEnd, Impulse(length, length / 2, (short)value));
            AssertSame(frontEnd, [.. Enumerable.Range(0, length).Select(i => (short)(i % 2 == 0 ? value : ~value))]);
            AssertSame(frontEnd, [.. Enumerable.Range(0, length).Select(i => (short)(i % 4 < 2 ? value : ~value))]);
        }
    }

    [Fact]
    public void Every_step_keeps_to_its_width() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true),
        Prop.ForAll(
            (from frontEnd in AnyFrontEnd from sound in AnySound select (frontEnd, sound)).ToArbitrary(),
            test =>
            {
                FrontEndTrace trace = new ReferenceFrontEnd(test.frontEnd).Trace(test.sound.AsSpan(0, test.frontEnd.WindowLength));
                int part = 1 << (test.frontEnd.TransformBits - 1);
                Assert.All(trace.Windowed, value => Assert.InRange(value, -part, part - 1));
                Assert.All(trace.Re, value => Assert.InRange(value, -part, part - 1));
                Assert.All(trace.Im, value => Assert.InRange(value, -part, part - 1));
                Assert.All(trace.Magnitudes, value => Assert.InRange(value, 0, part - 1));
                Assert.All(trace.Sums, value => Assert.InRange(value, 0, int.MaxValue));
                Assert.All(trace.Logarithms, value => Assert.InRange(value, short.MinValue, short.MaxValue));
            }));

    [Fact]
    public void Digital_silence_has_the_least_loudness_and_no_shape()
    {
        var frontEnd = new FrontEnd { Arithmetic = FrontEndArithmetic.Integers };
        var fingerprint = new sbyte[300];
        new FingerprintExtractor(frontEnd).Extract(new short[16_000], fingerprint);
        Assert.Equal([.. Enumerable.Repeat<sbyte[]>([-32, 0, 0, 0, 0, 0, 0, 0, 0, 0], 30).SelectMany(frame => frame)], fingerprint);
    }

    [Fact]
    public void Coefficients_are_those_of_double_precision_but_for_roundings()
    {
        // Loud or quiet makes no difference to a block floating point, so the error is the same for both.
        var frontEnd = new FrontEnd { Arithmetic = FrontEndArithmetic.Integers, Bits = 8 };
        var plain = new PlainFrontEnd(frontEnd with { Arithmetic = FrontEndArithmetic.SinglePrecision });
        var extractor = new FingerprintExtractor(frontEnd);
        foreach (int amplitude in (int[])[3, 100, 3000, 32_767])
        {
            short[] noise = Sounds.Noise(16_000, amplitude, seed: amplitude);
            var fingerprint = new sbyte[extractor.FingerprintLength];
            extractor.Extract(noise, fingerprint);
            double[] exact = plain.Coefficients(noise);
            for (int i = 0; i < exact.Length; i++)
            {
                Assert.InRange(fingerprint[i], exact[i] - 0.6, exact[i] + 0.6);
            }
        }
    }

    [Fact]
    public void Recorded_clips_have_the_integers_of_single_precision_but_for_one_of_a_hundred()
    {
        string speech = Speech.Require();
        var single = new FingerprintExtractor();
        var integers = new FingerprintExtractor(new FrontEnd { Arithmetic = FrontEndArithmetic.Integers });
        long same = 0;
        long all = 0;
        foreach (string file in Directory.GetFiles(Path.Combine(speech, "happy"), "*.wav").Order(StringComparer.Ordinal).Take(60))
        {
            short[] samples = WavFile.Read(file, 16_000);
            var expected = new sbyte[single.FingerprintLength];
            var actual = new sbyte[single.FingerprintLength];
            single.Extract(samples, expected);
            integers.Extract(samples, actual);
            same += expected.Zip(actual).Count(pair => pair.First == pair.Second);
            all += expected.Length;
        }

        Assert.Equal(18_000, all);
        Assert.InRange((double)same / all, 0.99, 0.999);
    }

    [Fact]
    public void Bits_of_the_transform_are_8_to_16_with_integers_alone()
    {
        Assert.Equal(
            "TransformBits is 17, expected 8 to 16 (Parameter 'TransformBits')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new FingerprintExtractor(
                new FrontEnd { Arithmetic = FrontEndArithmetic.Integers, TransformBits = 17 })).Message);
        Assert.Equal(
            "TransformBits is 12, expected 16 with SinglePrecision (Parameter 'TransformBits')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new FingerprintExtractor(new FrontEnd { TransformBits = 12 })).Message);
    }

    private static void AssertSame(FrontEnd frontEnd, ReadOnlySpan<short> samples)
    {
        sbyte[] expected = new ReferenceFrontEnd(frontEnd).Extract(samples);
        Assert.Equal(expected, Extract(new IntegerFrameExtractor<IntegerLanes4, Vector128<short>>(frontEnd), frontEnd, samples));
        if (Avx2.IsSupported)
        {
            Assert.Equal(expected, Extract(new IntegerFrameExtractor<IntegerLanes8, Vector256<short>>(frontEnd), frontEnd, samples));
        }
    }

    private static sbyte[] Extract(FrameExtractor frames, FrontEnd frontEnd, ReadOnlySpan<short> samples)
    {
        var fingerprint = new sbyte[frontEnd.FrameCount * frontEnd.CoefficientCount];
        for (int frame = 0; frame < frontEnd.FrameCount; frame++)
        {
            ReadOnlySpan<short> rest = samples[Math.Min(frame * frontEnd.HopLength, samples.Length)..];
            frames.Run(
                rest[..Math.Min(rest.Length, frontEnd.WindowLength)],
                fingerprint.AsSpan(frame * frontEnd.CoefficientCount, frontEnd.CoefficientCount));
        }

        return fingerprint;
    }

    private static short[] Extremes(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? short.MinValue : short.MaxValue)];
    }

    private static short[] Square(int length, int period, int amplitude) =>
        [.. Enumerable.Range(0, length).Select(i => (short)(i / period % 2 == 0 ? amplitude : -amplitude))];

    private static short[] Impulse(int length, int at, short value)
    {
        var samples = new short[length];
        samples[at] = value;
        return samples;
    }
}
