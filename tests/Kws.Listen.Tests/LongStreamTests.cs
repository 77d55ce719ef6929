using Kws.Audio.Tests.Support;
using Kws.Fast;
using Kws.Listen.Tests.Support;
using Kws.Model;

namespace Kws.Listen.Tests;

/// <summary>
/// Half an hour of speakers that neither the model nor the defaults of <see cref="KeywordStreamOptions"/> were chosen by.
/// </summary>
public class LongStreamTests(ITestOutputHelper output)
{
    [Fact]
    public void Keywords_of_unknown_speakers_are_detected_among_other_words_and_noise()
    {
        StreamTally tally = Listen(KwsModel.Default, noise: 100);
        Assert.InRange(tally.Hours, 1.0 / 3, 1);
        Assert.InRange(tally.HitRate, 0.92, 1);
        Assert.InRange(tally.FalseAlarmsPerHour, 0, 10);
        Assert.InRange(tally.Latency, 0.9, 1.1);
    }

    [Theory]
    [InlineData(100, 0.98, 10)]
    [InlineData(500, 0.88, 30)]
    public void The_model_for_live_sound_detects_more_of_them(int noise, double hitRate, double falseAlarmsPerHour)
    {
        StreamTally tally = Listen(KwsModel.Live, noise);
        Assert.InRange(tally.HitRate, hitRate, 1);
        Assert.InRange(tally.FalseAlarmsPerHour, 0, falseAlarmsPerHour);
    }

    [Theory(Explicit = true)]
    [InlineData("live", 0)]
    [InlineData("live", 300)]
    [InlineData("default", 0)]
    [InlineData("default", 300)]
    public void Nothing_is_detected_in_silence_and_steady_noise_between_words(string model, double noise)
    {
        StreamTally tally = Listen(model == "live" ? KwsModel.Live : KwsModel.Default, 0, noise);
        Assert.Equal(0, tally.InGaps);
        Assert.InRange(tally.FalseAlarmsPerHour, 0, noise == 0 ? 3 : 30);
        Assert.InRange(tally.HitRate, noise == 0 ? 0.96 : 0.82, 1);
    }

    private StreamTally Listen(KwsModel model, double noise, double steadyNoise = 0)
    {
        string speech = Speech.Require();
        SpeechClip[] clips = [.. SpeechClip.Words(speech).Where(clip => clip.Split == SpeechSplit.Testing)];
        var recording = new LongRecording(speech, clips, seed: 2, noise);
        Sound.AddGaussian(recording.Samples, seed: 7, steadyNoise);
        var detections = new List<KeywordDetection>();
        var stream = new KeywordStream(new KwsClassifier(model), detections.Add);
        foreach (short[] piece in recording.Samples.Chunk(1600))
        {
            stream.Push(piece);
        }

        StreamTally tally = StreamTally.Of(recording, detections.Select(detection => (detection.Name, detection.Position)));
        output.WriteLine(tally.ToString());
        return tally;
    }
}
