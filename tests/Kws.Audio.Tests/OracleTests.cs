using System.Runtime.Intrinsics;
using FsCheck;
using FsCheck.Fluent;
using Kws.Audio.Extraction;
using Kws.Audio.Tests.Support;
using Kws.Model;

namespace Kws.Audio.Tests;

/// <summary>The fast front end against the same formulas in double precision.</summary>
public class OracleTests
{
    /// <summary>
    /// The distance by which a coefficient of single precision may lie from the exact one before it is rounded: where the integers differ,
    /// the exact coefficient is this close to the middle between two.
    /// </summary>
    private const double CoefficientError = 2e-3;

    /// <summary>Front ends of other trainings, and every length of the Fourier transform.</summary>
    public static IReadOnlyDictionary<string, FrontEnd> FrontEnds { get; } = new Dictionary<string, FrontEnd>
    {
        ["default"] = new(),
        ["40 ms, hop 33 ms"] = new() { WindowLength = 640, HopLength = 528 },
        ["30 ms, hop 20 ms, 49 frames"] = new() { WindowLength = 480, HopLength = 320, FrameCount = 49, CoefficientCount = 40 },
        ["8 kHz, 25 ms"] =
            new() { SampleRate = 8000, WindowLength = 200, HopLength = 80, FrameCount = 98, BandCount = 23, CoefficientCount = 13 },
        ["shortest window"] = new() { WindowLength = 65, HopLength = 65, BandCount = 7, CoefficientCount = 7 },
        ["transform of 128"] = new() { WindowLength = 128, HopLength = 100, BandCount = 10, HighestFrequency = 8000 },
        ["transform of 256"] =
            new() { WindowLength = 256, HopLength = 256, BandCount = 16, CoefficientCount = 16, HighestFrequency = 8000 },
        ["all frequencies"] = new() { LowestFrequency = 0, HighestFrequency = 8000, BandCount = 64, CoefficientCount = 20 },
        ["transform of 2048"] = new() { WindowLength = 2048, BandCount = 80, CoefficientCount = 17, HighestFrequency = 7600 },
        ["48 kHz, 64 ms"] = new() { SampleRate = 48_000, WindowLength = 3072, HopLength = 1536, HighestFrequency = 8000 },
        ["longest window"] = new()
        {
            WindowLength = 4096,
            HopLength = 100,
            FrameCount = 100,
            HighestFrequency = 8000,
            BandCount = 256,
            CoefficientCount = 256
        },
        ["8 bits, 2 of them behind the binary point"] =
            new() { WindowLength = 640, HopLength = 320, FrameCount = 49, Bits = 8, FractionBits = 2 },
        ["8 bits, ties away from zero"] = new()
        {
            WindowLength = 640,
            HopLength = 640,
            FrameCount = 25,
            Bits = 8,
            FractionBits = 2,
            Rounding = MidpointRounding.AwayFromZero,
        },
        ["2 bits"] = new() { Bits = 2 },
        ["one band"] = new() { BandCount = 1, CoefficientCount = 1 },
    };

    public static TheoryData<string, string> Cases =>
        [.. FrontEnds.Keys.SelectMany(frontEnd => Sounds.All.Keys.Select(sound => (frontEnd, sound)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_coefficient_is_within_the_error_bound(string frontEnd, string sound) =>
        Assert.Null(Difference(FrontEnds[frontEnd], Sounds.All[sound]));

    [Fact]
    public void Random_sound_is_within_the_error_bound() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true),
        Prop.ForAll(
            (from amplitude in Gen.Choose(0, 14)
             from length in Gen.Choose(1, 20_000)
             from seed in Gen.Choose(0, int.MaxValue)
             from frontEnd in Gen.Elements<string>(FrontEnds.Keys)
             select (amplitude, length, seed, frontEnd)).ToArbitrary(),
            test => Difference(FrontEnds[test.frontEnd], Sounds.Noise(test.length, 1 << test.amplitude, test.seed)) is null));

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void Spectrum_is_that_of_the_definition(int length)
    {
        short[] samples = Sounds.Noise(length, 30_000, seed: length);
        float[] magnitudes = Magnitudes.Of<Lanes4, Vector128<float>>(samples);
        double power = samples.Sum(sample => (double)sample * sample);
        for (int k = 0; k < length / 2; k++)
        {
            double re = 0;
            double im = 0;
            for (int n = 0; n < length; n++)
            {
                (double sin, double cos) = Math.SinCos(-2 * Math.PI * ((long)k * n % length) / length);
                re += samples[n] * cos;
                im += samples[n] * sin;
            }

            Assert.InRange((magnitudes[k] - Math.Sqrt((re * re) + (im * im))) / Math.Sqrt(power), -1e-6, 1e-6);
        }
    }

    [Fact]
    public void Logarithm_is_exact_to_single_precision()
    {
        // Every exponent, mantissas all over, and what lies around 1, where the logarithm is small.
        for (uint bits = 0x0080_0000; bits < 0x7F80_0000; bits += 4801)
        {
            AssertLogarithm(BitConverter.UInt32BitsToSingle(bits));
        }

        for (int i = -5000; i <= 5000; i++)
        {
            AssertLogarithm(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(1f) + i));
        }
    }

    [Fact]
    public void Recorded_clips_differ_in_one_integer_of_500000_at_most()
    {
        string speech = Speech.Require();
        var extractor = new FingerprintExtractor();
        string[] files = [.. Directory.GetFiles(speech, "*.wav", SearchOption.AllDirectories).Where(
            file => !file.Contains("_background_noise_", StringComparison.Ordinal))];
        int different = 0;
        Parallel.ForEach(files, () => new PlainFrontEnd(extractor.FrontEnd), (file, _, plain) =>
        {
            short[] samples = WavFile.Read(file, 16_000);
            var fingerprint = new sbyte[extractor.FingerprintLength];
            extractor.Extract(samples, fingerprint);
            double[] exact = plain.Coefficients(samples);
            for (int i = 0; i < fingerprint.Length; i++)
            {
                int difference = fingerprint[i] - plain.Round(exact[i]);
                Assert.InRange(difference, -1, 1);
                Interlocked.Add(ref different, Math.Abs(difference));
            }

            return plain;
        }, _ => { });

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{files.Length} clips, {files.Length * extractor.FingerprintLength} integers, {different} different");
        Assert.True(files.Length > 4000, $"{files.Length} clips in {speech}");
        Assert.InRange(different, 0, files.Length * extractor.FingerprintLength / 500_000);
    }

    private static void AssertLogarithm(float x)
    {
        double exact = Math.Log(x);
        float actual = VectorLog<Lanes4, Vector128<float>>.Of(Vector128.Create(x))[0];
        Assert.True(Math.Abs(actual - exact) <= 1e-7 + (1.2e-7 * Math.Abs(exact)), $"ln({x:R}) is {actual:R}, expected {exact:R}");
    }

    /// <summary>
    /// The first integer that is not what the exact coefficient, give or take the error, rounds to; null if there is none.
    /// </summary>
    private static string? Difference(FrontEnd options, short[] sound)
    {
        var extractor = new FingerprintExtractor(options);
        var fingerprint = new sbyte[extractor.FingerprintLength];
        extractor.Extract(sound, fingerprint);
        var plain = new PlainFrontEnd(options);
        double[] exact = plain.Coefficients(sound);
        double error = CoefficientError * Math.Pow(2, options.FractionBits);
        for (int i = 0; i < fingerprint.Length; i++)
        {
            if (fingerprint[i] < plain.Round(exact[i] - error) || fingerprint[i] > plain.Round(exact[i] + error))
            {
                return $"frame {i / options.CoefficientCount}, coefficient {i % options.CoefficientCount}: {fingerprint[i]}, expected "
                    + $"{exact[i]}";
            }
        }

        return null;
    }
}
