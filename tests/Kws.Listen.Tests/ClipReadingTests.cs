using Kws.Audio;
using Kws.Fast;
using Kws.Listen.Clips;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Listen.Tests;

public sealed class ClipReadingTests
{
    private static readonly FingerprintExtractor Extractor = new();
    private static readonly KwsClassifier Classifier = new(KwsModel.Default);

    [Theory]
    [InlineData(0.4)]
    [InlineData(1.0)]
    public void A_clip_of_a_second_at_most_is_read_as_it_is(double seconds)
    {
        short[] samples = Wav.Tones(seconds, 1);
        var expected = new sbyte[300];
        Extractor.Extract(samples, expected);
        AssertRead(0, expected, new WordSecond(Extractor), samples);
    }

    [Fact]
    public void Of_a_longer_clip_the_second_with_the_word_is_read()
    {
        short[] samples = [.. new short[30_000], .. Wav.Tones(0.6, 1), .. new short[20_000]];
        Range second = WordSecond.RangeOf(samples, Extractor.FrontEnd);
        Assert.InRange(second.Start.Value, 22_000, 30_000);
        var expected = new sbyte[300];
        Extractor.Extract(samples.AsSpan(second), expected);
        AssertRead(second.Start.Value, expected, new WordSecond(Extractor), samples);
    }

    [Theory]
    [InlineData(0.4, 1)]
    [InlineData(1.0, 1)]
    [InlineData(1.024, 2)]
    [InlineData(2.0, 32)]
    [InlineData(3.1, 66)]
    public void The_best_second_is_the_one_where_a_keyword_leads_by_most(double seconds, int positions)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            short[] samples = Wav.Tones(seconds, seed);
            var all = new List<(bool IsKeyword, long Margin, int Position, sbyte[] Fingerprint)>();
            for (int position = 0; position == 0 || (position * 512) + 15_872 <= samples.Length; position++)
            {
                var fingerprint = new sbyte[300];
                Extractor.Extract(samples.AsSpan(position * 512), fingerprint);
                var classification = new Classification[1];
                Classifier.Classify(fingerprint, classification);
                all.Add((classification[0].Label >= 2, classification[0].Margin, position, fingerprint));
            }

            Assert.Equal(positions, all.Count);
            (_, _, int best, sbyte[] expected) =
                all.OrderByDescending(one => one.IsKeyword).ThenByDescending(one => one.Margin).ThenBy(one => one.Position).First();
            AssertRead(best * 512, expected, new BestSecond(Extractor, Classifier), samples);
        }
    }

    [Fact]
    public void Of_equal_positions_the_first_is_the_best()
    {
        var expected = new sbyte[300];
        Extractor.Extract(new short[16_000], expected);
        AssertRead(0, expected, new BestSecond(Extractor, Classifier), new short[80_000]);
    }

    private static void AssertRead(int start, sbyte[] expected, IClipReading reading, short[] samples)
    {
        using var directory = new TemporaryDirectory();
        Wav.Write(directory.PathOf("clip.wav"), samples);
        var fingerprint = new sbyte[300];
        Assert.Equal(start, reading.Read(new Clip(directory.PathOf("clip.wav")), fingerprint));
        Assert.Equal(expected, fingerprint);

        Array.Clear(fingerprint);
        Assert.Equal(start, reading.Read(samples, fingerprint));
        Assert.Equal(expected, fingerprint);
    }
}
