using FsCheck.Xunit;
using Kws.Audio;
using Kws.Fast;
using Kws.Listen.Streams;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Listen.Tests;

/// <summary>Sound goes in, detections come out.</summary>
public class KeywordStreamTests
{
    private const int ClipLength = 15_872;
    private const int HopLength = 512;

    /// <summary>Reports every change of the label, so that every hop shows.</summary>
    private static readonly KeywordStreamOptions EveryChange = new()
    {
        Keywords = KwsModel.Default.Labels,
        Threshold = 1e-6,
        SmoothingHops = 1,
        Suppression = TimeSpan.Zero,
    };

    private static readonly KwsClassifier Default = new(KwsModel.Default);
    private static readonly KwsClassifier Loudness = new(Models.Loudness);

    [Property(MaxTest = 20)]
    public void Every_hop_is_classified_as_the_clip_cut_out_there(int seed)
    {
        short[] sound = Sound.Bursts(seed, 50_000);
        Assert.Equal(DetectionsOfClips(sound), Listen(Default, EveryChange, Sound.Pieces(sound, seed)));
    }

    [Property(MaxTest = 20)]
    public void Any_pieces_give_the_same_detections(int seed)
    {
        short[] sound = [.. Wav.Pulses(20_000), .. Sound.Bursts(seed, 80_000)];
        KeywordStreamOptions options = EveryChange with { SmoothingHops = 5, Threshold = 0.3, Suppression = TimeSpan.FromSeconds(0.1) };
        KeywordDetection[] whole = Listen(Default, options, [sound]);
        Assert.NotEmpty(whole);
        Assert.Equal(whole, Listen(Default, options, Sound.Pieces(sound, seed)));
        Assert.Equal(whole, Listen(Default, options, sound.Chunk(1)));
    }

    [Fact]
    public void A_detection_has_label_score_position_and_time()
    {
        var constant = new KwsClassifier(Models.Constant(DsCnn.Default, 0, 0, 0, 100_000));
        KeywordDetection[] detections =
            Listen(constant, new KeywordStreamOptions { SmoothingHops = 4, Threshold = 0.75 }, [Wav.Pulses(100_000)]);

        // The third of four hops: the first ends with the first clip.
        const int Position = ClipLength + (2 * HopLength);
        Assert.Equal([new KeywordDetection(3, "happy", 0.75f, 0.75f, Position, TimeSpan.FromSeconds(Position / 16_000.0))], detections);
    }

    [Fact]
    public void Loud_sound_is_detected_each_time_it_comes()
    {
        short[] loud = Sound.Noise(1, 8_000, level: 20_000);
        short[] quiet = new short[32_000];
        KeywordDetection[] detections = Listen(Loudness, null, [[.. quiet, .. loud, .. quiet, .. loud, .. quiet]]);
        Assert.Equal(["cat", "cat"], detections.Select(detection => detection.Name));
        Assert.InRange(detections[0].Time.TotalSeconds, 2, 3);
        Assert.InRange(detections[1].Time.TotalSeconds, 4.5, 5.5);
    }

    [Fact]
    public void Times_stay_exact_in_streams_of_years()
    {
        long position = 16_000L * 3600 * 24 * 365 * 100 + 1;
        Assert.Equal(TimeSpan.FromDays(36_500) + new TimeSpan(TimeSpan.TicksPerSecond / 16_000), SampleTime.Of(position, 16_000));
    }

    [Fact]
    public void After_a_reset_a_stream_is_as_new()
    {
        var detections = new List<KeywordDetection>();
        var stream = new KeywordStream(Loudness, detections.Add);
        short[] sound = Sound.Bursts(5, 100_000);
        stream.Push(sound);
        KeywordDetection[] first = [.. detections];
        Assert.NotEmpty(first);

        detections.Clear();
        stream.Push(sound.AsSpan(0, 70_001));
        stream.Reset();
        Assert.Equal(0, stream.Position);
        detections.Clear();
        stream.Push(sound);
        Assert.Equal(first, detections);
        Assert.Equal(sound.Length, stream.Position);
    }

    [Fact]
    public void Nothing_is_allocated_beyond_what_the_frames_need()
    {
        const int Hops = 300;
        var extractor = new FingerprintExtractor();
        int detections = 0;
        var stream = new KeywordStream(Default, _ => detections++, EveryChange);
        short[] sound = Sound.Bursts(7, Hops * HopLength);
        var frame = new sbyte[extractor.FrontEnd.CoefficientCount];
        stream.Push(sound);
        int once = detections;

        long frames = Allocations.Of(() =>
        {
            for (int i = 0; i < Hops; i++)
            {
                extractor.ExtractFrame(sound.AsSpan(0, extractor.FrontEnd.WindowLength), frame);
            }
        });
        long streamed = Allocations.Of(() =>
        {
            stream.Push(sound.AsSpan(0, 1));
            stream.Push(sound.AsSpan(1, HopLength));
            stream.Push(sound.AsSpan(1 + HopLength));
        });

        Assert.Equal(frames, streamed);
        Assert.InRange(once, 5, Hops);
    }

    [Fact]
    public void What_the_receiver_throws_passes_through_and_the_stream_goes_on()
    {
        var constant = new KwsClassifier(Models.Constant(DsCnn.Default, 0, 0, 0, 100_000));
        var stream = new KeywordStream(constant, _ => throw new InvalidDataException(), EveryChange);
        Assert.Throws<InvalidDataException>(() => stream.Push(Wav.Pulses(20_000)));
        Assert.Equal(ClipLength, stream.Position);
        stream.Push(Wav.Pulses(20_000));
        Assert.Equal(ClipLength + 20_000, stream.Position);
    }

    [Fact]
    public void Fingerprints_have_the_shape_of_the_model()
    {
        var wider = new KwsClassifier(Models.Constant(
            DsCnn.Create(new(4, 4, 4, 2, 2), [new(4, 3, 3, 1, 1)], labelCount: 3, frames: 30, coefficients: 12), 0, 0, 0));
        Assert.NotEmpty(Listen(wider, EveryChange with { Keywords = null, ScoreScale = 1 }, [Wav.Pulses(20_000)]));

        var twoChannels = new TensorShape(30, 10, 2);
        var classifier = new KwsClassifier(new KwsModel(
            new Network(twoChannels, [new FullyConnectedLayer("fc", twoChannels, 2, "weights")]), [[.. new int[1200]]]));
        ArgumentException refused = Assert.Throws<ArgumentException>("classifier", () => new KeywordStream(classifier, _ => { }));
        Assert.StartsWith("the model takes inputs of 30 x 10 x 2, expected one channel, as fingerprints of sound have", refused.Message);
    }

    [Fact]
    public void The_rule_is_that_of_the_model_where_the_options_say_nothing()
    {
        KwsModel constant = Models.Constant(DsCnn.Default, 0, 0, 1_000_000, 0);
        var classifier = new KwsClassifier(new KwsModel(
            constant.Network, constant.Tensors, detection: new DetectionSettings
            {
                Thresholds = new Dictionary<string, double> { ["cat"] = 1 },
                SmoothingHops = 4,
            }));
        Assert.Equal(ClipLength + (3 * 512), First(null));
        Assert.Equal(ClipLength + 512, First(new KeywordStreamOptions { Threshold = 0.5 }));
        Assert.Equal(ClipLength, First(new KeywordStreamOptions { SmoothingHops = 1 }));

        long First(KeywordStreamOptions? options) => Listen(classifier, options, [Wav.Pulses(20_000)])[0].Position;
    }

    private static KeywordDetection[] Listen(
        KwsClassifier classifier, KeywordStreamOptions? options, IEnumerable<short[]> pieces)
    {
        var detections = new List<KeywordDetection>();
        var stream = new KeywordStream(classifier, detections.Add, options);
        foreach (short[] piece in pieces)
        {
            stream.Push(piece);
        }

        return [.. detections];
    }

    private static IEnumerable<KeywordDetection> DetectionsOfClips(short[] sound)
    {
        var extractor = new FingerprintExtractor();
        var fingerprint = new sbyte[extractor.FingerprintLength];
        var logits = new int[KwsModel.Default.Labels.Length];
        var scores = new float[logits.Length];
        var rule = new DetectionRule(EveryChange.Parameters(KwsModel.Default));
        for (int end = ClipLength; end <= sound.Length; end += HopLength)
        {
            extractor.Extract(sound.AsSpan(end - ClipLength), fingerprint);
            Default.Infer(fingerprint, logits);
            Scores.FromLogits(logits, scores);
            int[] loudness = [.. fingerprint.Chunk(10).Select(frame => (int)frame[0])];

            // A step of the first coefficient is 0.97 dB.
            if (loudness.Max() - loudness.Min() <= 3)
            {
                Array.Clear(scores);
            }

            if (rule.Add(scores, out int label, out float score))
            {
                yield return new KeywordDetection(
                    label, KwsModel.Default.Labels[label], score, rule.Margin, end, SampleTime.Of(end, 16_000));
            }
        }
    }
}
