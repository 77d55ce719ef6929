using Kws.Audio;
using Kws.Fast;
using Kws.Listen.Streams;
using Kws.Listen.Tests.Support;
using Kws.Model;

namespace Kws.Listen.Tests;

/// <summary>Steady sound has no words: silence, hum and noise, whatever a model takes them for.</summary>
public class SteadySoundTests
{
    private const int Minute = 60 * 16_000;

    [Theory]
    [InlineData(50, 10)]
    [InlineData(60, 30)]
    public void A_hum_is_no_word(double frequency, double level)
    {
        short[] hum = Sound.Hum(5, Minute, frequency, third: 0.5, noise: 0.02, level);
        Assert.Empty(Listen(KwsModel.Live, hum));

        // The model itself hears words in it.
        Assert.Contains(Logits(KwsModel.Live, hum), logits => Classification.FromLogits(logits).Label >= 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(3000)]
    public void Silence_and_noise_are_no_word(double level)
    {
        var sound = new short[Minute];
        Sound.AddGaussian(sound, 1, level);
        Assert.Empty(Listen(KwsModel.Live, sound));
        Assert.Empty(Listen(KwsModel.Default, sound));
    }

    [Fact]
    public void A_fingerprint_is_steady_if_its_frames_are_less_than_3_dB_apart()
    {
        // Both have 40 bands, where a step of the first coefficient is 0.97 dB, and a quarter of that.
        AssertSteadyUpTo(3, new FrontEnd());
        AssertSteadyUpTo(12, KwsModel.Live.FrontEnd);
    }

    [Fact]
    public void Less_than_half_a_second_is_never_steady()
    {
        var front = new FrontEnd { FrameCount = 14 };
        Assert.False(new SteadySound(front).Is(new sbyte[front.FrameCount * front.CoefficientCount]));
        front = front with { FrameCount = 15 };
        Assert.True(new SteadySound(front).Is(new sbyte[front.FrameCount * front.CoefficientCount]));
    }

    private static void AssertSteadyUpTo(int steps, FrontEnd front)
    {
        var steady = new SteadySound(front);
        var fingerprint = new sbyte[front.FrameCount * front.CoefficientCount];
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(fingerprint.AsSpan()));
        for (int frame = 0; frame < front.FrameCount; frame++)
        {
            fingerprint[frame * front.CoefficientCount] = (sbyte)(frame == 7 ? -20 + steps : -20);
        }

        Assert.True(steady.Is(fingerprint));
        fingerprint[(front.FrameCount - 1) * front.CoefficientCount]--;
        Assert.False(steady.Is(fingerprint));
    }

    private static List<KeywordDetection> Listen(KwsModel model, short[] sound)
    {
        var detections = new List<KeywordDetection>();
        new KeywordStream(new KwsClassifier(model), detections.Add).Push(sound);
        return detections;
    }

    private static List<int[]> Logits(KwsModel model, ReadOnlySpan<short> sound)
    {
        var classifier = new KwsClassifier(model);
        var fingerprints = new FingerprintStream(new FingerprintExtractor(model.FrontEnd));
        var all = new List<int[]>();
        while (fingerprints.MoveNext(ref sound))
        {
            var logits = new int[model.Labels.Length];
            classifier.Infer(fingerprints.Current, logits);
            all.Add(logits);
        }

        return all;
    }
}
