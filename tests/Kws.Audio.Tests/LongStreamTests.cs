using Kws.Audio.Tests.Support;
using Kws.Fast;
using Kws.Model;

namespace Kws.Audio.Tests;

/// <summary>
/// Half an hour of speakers that neither the model nor the defaults of <see cref="KeywordStreamOptions"/> were chosen by.
/// </summary>
public class LongStreamTests(ITestOutputHelper output)
{
    [Fact]
    public void Keywords_of_unknown_speakers_are_detected_among_other_words_and_noise()
    {
        string speech = Speech.Require();
        var recording = new LongRecording(speech, SpeechClip.Words(speech).Where(clip => clip.Split == SpeechSplit.Testing), seed: 2);
        var detections = new List<KeywordDetection>();
        var stream = new KeywordStream(new KwsClassifier(KwsModel.Default), detections.Add);
        foreach (short[] piece in recording.Samples.Chunk(1600))
        {
            stream.Push(piece);
        }

        StreamTally tally = StreamTally.Of(recording, detections.Select(detection => (detection.Name, detection.Position)));
        output.WriteLine(tally.ToString());

        Assert.InRange(tally.Hours, 1.0 / 3, 1);
        Assert.InRange(tally.HitRate, 0.94, 1);
        Assert.InRange(tally.FalseAlarmsPerHour, 0, 13);
        Assert.InRange(tally.Latency, 0.85, 1);
    }
}
