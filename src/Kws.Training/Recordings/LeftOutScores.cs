using Kws.Fast;
using Kws.Listen.Streams;
using Kws.Listen.Tuning;
using Kws.Model;

namespace Kws.Training.Recordings;

/// <summary>Listens to what was left out of a training as a stream does.</summary>
internal static class LeftOutScores
{
    /// <summary>The scores of a recording, with a second of silence before and after it.</summary>
    public static ScoredRecording Of(KwsClassifier classifier, Recording recording)
    {
        FrontEnd front = classifier.Model.FrontEnd;
        int silence = front.SampleRate;
        short[] samples = [.. new short[silence], .. recording.Samples, .. new short[silence]];
        return ScoredRecording.Listen(
            classifier,
            samples,
            [new LabelledWord(classifier.Model.Labels.IndexOf(recording.Word), silence, silence + recording.Samples.Length)]);
    }

    /// <summary>The scores of frames in which no keyword is spoken.</summary>
    public static ScoredRecording Of(KwsClassifier classifier, ReadOnlySpan<sbyte> frames)
    {
        FrontEnd front = classifier.Model.FrontEnd;
        int labels = classifier.Model.Network.LabelCount;
        int length = front.FrameCount * front.CoefficientCount;
        int hops = frames.Length < length ? 0 : 1 + ((frames.Length - length) / front.CoefficientCount);
        var scores = new float[hops * labels];
        var hopScores = new HopScores(classifier);
        for (int hop = 0; hop < hops; hop++)
        {
            hopScores.Read(frames.Slice(hop * front.CoefficientCount, length), scores.AsSpan(hop * labels, labels));
        }

        long samples = (long)frames.Length / front.CoefficientCount * front.HopLength;
        return new(scores, labels, front.ClipLength, front.HopLength, samples, []);
    }
}
