using System.Numerics;
using Kws.Training.Float.FrontEnd;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests.Float;

/// <summary>The front end against tables of an independent program, and in cases whose result is known.</summary>
public sealed class FrontEndTests
{
    private static readonly FloatFrontEnd Published = new(16_000, 16_000, 640, 320, 40, 20, 4000, 10, isMagnitude: false);

    [Theory]
    [InlineData(320, "mfcc-window40-stride20.csv")]
    [InlineData(640, "mfcc-window40-stride40.csv")]
    public void Features_are_those_of_the_reference(int stride, string table)
    {
        string[][] rows = ArmData.Table(table);
        var frontEnd = new FloatFrontEnd(16_000, 16_000, 640, stride, 40, 20, 4000, 10, isMagnitude: false);
        double[] features = new FeatureExtractor(frontEnd).Extract(ArmData.Clip(rows[0][0]));
        AssertNear(rows.SelectMany(row => row[2..]).Select(ArmData.Number), features, 1e-5);
    }

    [Fact]
    public void Each_step_of_a_frame_is_that_of_the_reference()
    {
        ILookup<string, double> stages = ArmData.Table("front-end-frame.csv").ToLookup(row => row[0], row => ArmData.Number(row[2]));
        double[] spectrum = new PowerSpectrum(640).Of([.. stages["sample"]]);
        AssertNear(stages["power"], spectrum, 1e-7 * spectrum.Max());
        double[] bands = new MelBands(Published).Of([.. stages["power"]]);
        AssertNear(stages["mel"], bands, 1e-8 * bands.Max());
        AssertNear(stages["logmel"], [.. bands.Select(band => Math.Log(band))], 1e-6);
        AssertNear(stages["mfcc"], new Cepstrum(40, 10).Of([.. stages["mel"]]), 1e-5);
    }

    [Fact]
    public void Silence_has_the_floor_of_the_logarithm()
    {
        double[] features = new FeatureExtractor(Published).Extract([]);
        Assert.Equal(490, features.Length);
        double constant = Math.Sqrt(40 * 2) * Math.Log(1e-12);
        Assert.All(features.Chunk(10), frame => AssertNear([constant, 0, 0, 0, 0, 0, 0, 0, 0, 0], frame, 1e-4));
    }

    [Fact]
    public void Samples_after_the_clip_do_not_count_and_missing_ones_are_zero()
    {
        short[] samples = [.. Enumerable.Range(0, 20_000).Select(i => (short)((i * 7919 % 2001) - 1000))];
        var extractor = new FeatureExtractor(Published);
        Assert.Equal(extractor.Extract(samples.AsSpan(0, 16_000)), extractor.Extract(samples));
        Assert.Equal(extractor.Extract([.. samples.Take(5000), .. new short[11_000]]), extractor.Extract(samples.AsSpan(0, 5000)));
    }

    /// <summary>The logarithm of a square root is half as large.</summary>
    [Fact]
    public void A_louder_sound_moves_a_magnitude_half_as_much()
    {
        short[] quiet = [.. Enumerable.Range(0, 16_000).Select(i => (short)((i * 7919 % 2001) - 1000))];
        short[] loud = [.. quiet.Select(sample => (short)(sample * 16))];
        double Step(bool isMagnitude)
        {
            var extractor = new FeatureExtractor(new FloatFrontEnd(16_000, 16_000, 640, 320, 40, 20, 4000, 10, isMagnitude));
            return extractor.Extract(loud)[0] - extractor.Extract(quiet)[0];
        }

        double factor = Math.Sqrt(2.0 / 40) * 40 * Math.Log(16);
        Assert.Equal(factor, Step(isMagnitude: false), 1e-4);
        Assert.Equal(factor / 2, Step(isMagnitude: true), 1e-4);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(1)]
    [InlineData(256)]
    public void The_transform_is_the_sum_of_its_definition(int length)
    {
        var random = new Random(5);
        Complex[] values = [.. Enumerable.Range(0, length).Select(_ => new Complex(random.NextDouble(), random.NextDouble()))];
        Complex[] expected = [.. Enumerable.Range(0, length).Select(k => values.Index().Aggregate(
            Complex.Zero, (sum, x) => sum + (x.Item * Complex.FromPolarCoordinates(1, -2 * Math.PI * k * x.Index / length))))];
        new FourierTransform(length).Run(values);
        Assert.All(values.Zip(expected), pair => Assert.True((pair.First - pair.Second).Magnitude < 1e-11));
    }

    [Theory]
    [InlineData(16_000, 640, 320, 40, 20, 8001, 10, "mel bands from 20 to 8001 Hz, expected rising frequencies from 0 to 8000 Hz")]
    [InlineData(16_000, 640, 320, 40, 20, double.NaN, 10, "mel bands from 20 to NaN Hz, expected rising frequencies from 0 to 8000 Hz")]
    [InlineData(16_000, 640, 320, 40, 20, 4000, 41, "number of coefficients is 41, expected 1 to 40")]
    [InlineData(16_000, 640, 1, 40, 20, 4000, 10, "number of frames is 15361, expected 1 to 1024")]
    [InlineData(100, 640, 320, 40, 20, 4000, 10, "length of the window is 640, expected 2 to 100")]
    public void Impossible_front_ends_are_refused(
        int samples, int window, int stride, int bands, double lower, double upper, int coefficients, string message)
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => new FloatFrontEnd(16_000, samples, window, stride, bands, lower, upper, coefficients, isMagnitude: false));
        Assert.Equal(message, refusal.Message);
    }

    private static void AssertNear(IEnumerable<double> expected, double[] actual, double tolerance)
    {
        double[] values = [.. expected];
        Assert.Equal(values.Length, actual.Length);
        Assert.All(values.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
