using FsCheck.Xunit;
using Kws.Audio;
using Kws.Audio.Tests.Support;
using Kws.Fast;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Listen.Tests;

/// <summary>Sound of any rate and number of channels is heard as a file of it.</summary>
public class KeywordStreamFormatTests
{
    private static readonly KwsClassifier Default = new(KwsModel.Default);

    /// <summary>Reports every change of the label, so that every hop shows.</summary>
    private static readonly KeywordStreamOptions EveryChange = new()
    {
        Keywords = KwsModel.Default.Labels,
        Threshold = 1e-6,
        SmoothingHops = 1,
        Suppression = TimeSpan.Zero,
    };

    [Property(MaxTest = 20)]
    public void Any_pieces_give_the_detections_of_the_converted_file(int seed)
    {
        var random = new Random(seed);
        int[] rates = [8_000, 16_000, 22_050, 44_100, 48_000];
        (int rate, int channels) = (rates[random.Next(rates.Length)], random.Next(1, 4));
        short[] sound = Sound.Bursts(seed, channels * 3 * rate);
        byte[] file = WavBuilder.RiffFile(WavBuilder.Format(channels: channels, rate: rate), WavBuilder.Data(WavBuilder.Pcm16(sound)));
        var expected = new List<KeywordDetection>();
        var whole = new KeywordStream(Default, expected.Add, EveryChange);
        whole.Push(WavFile.Read(new MemoryStream(file), "clip", 16_000));
        Assert.NotEmpty(expected);

        var heard = new List<KeywordDetection>();
        var stream = new KeywordStream(Default, heard.Add, EveryChange with { SampleRate = rate, Channels = channels });
        for (int round = 0; round < 2; round++)
        {
            heard.Clear();
            foreach (short[] piece in Sound.Pieces(sound, seed + round))
            {
                stream.Push(piece);
            }

            stream.Finish();
            Assert.Equal(expected, heard);
            Assert.Equal(whole.Position, stream.Position);
            stream.Reset();
        }
    }

    [Fact]
    public void Nothing_is_pushed_after_the_end()
    {
        Assert.All([16_000, 48_000], rate =>
        {
            var stream = new KeywordStream(Default, _ => { }, new KeywordStreamOptions { SampleRate = rate });
            stream.Finish();
            stream.Finish();
            Assert.Throws<InvalidOperationException>(() => stream.Push(new short[10]));
            stream.Reset();
            stream.Push(new short[10]);
        });
    }

    [Fact]
    public void Conversion_allocates_nothing()
    {
        var extractor = new FingerprintExtractor();
        var stream = new KeywordStream(Default, _ => { }, new KeywordStreamOptions { SampleRate = 48_000, Channels = 2 });
        short[] sound = Sound.Bursts(1, 2 * 48_000);
        var frame = new sbyte[extractor.FrontEnd.CoefficientCount];
        stream.Push(sound);
        long perFrame = Allocations.Of(() => extractor.ExtractFrame(sound.AsSpan(0, extractor.FrontEnd.WindowLength), frame));
        long frames = (sound.Length / 2 / 3 / 512) + 1;
        Assert.InRange(Allocations.Of(() => stream.Push(sound)), 0, perFrame * frames);
    }

    [Fact]
    public void Formats_out_of_range_are_refused()
    {
        AssertRefused("SampleRate", new KeywordStreamOptions { SampleRate = 999 });
        AssertRefused("SampleRate", new KeywordStreamOptions { SampleRate = 768_001 });
        AssertRefused("Channels", new KeywordStreamOptions { Channels = 0 });

        static void AssertRefused(string name, KeywordStreamOptions options) =>
            Assert.Throws<ArgumentOutOfRangeException>(name, () => new KeywordStream(Default, _ => { }, options));
    }
}
