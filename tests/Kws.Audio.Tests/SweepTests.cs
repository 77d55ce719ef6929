using Kws.Audio.Tests.Support;
using Kws.Fast;
using Kws.Model;

namespace Kws.Audio.Tests;

/// <summary>The measurements that the defaults of <see cref="KeywordStreamOptions"/> were chosen by: run with <c>-explicit only</c>.</summary>
public class SweepTests(ITestOutputHelper output)
{
    [Theory(Explicit = true)]
    [InlineData(false)]
    [InlineData(true)]
    public void Sweep(bool training)
    {
        string speech = Speech.Require();
        var recording = new LongRecording(
            speech, SpeechClip.Words(speech).Where(clip => clip.Split == (training ? SpeechSplit.Training : SpeechSplit.Validation)), seed: 1);
        List<(long Position, int[] Logits)> hops = Hops(recording);
        output.WriteLine($"{recording.Hours * 60:F0} minutes, {recording.Words.Count} words, {recording.Words.Count(w => w.Label != "_unknown_")} keywords");
        foreach (double suppression in (double[])[0.5, 0.75, 1, 1.5])
        {
            foreach (int smoothing in (int[])[1, 3, 5, 8, 10, 12, 15, 20])
            {
                foreach (double threshold in (double[])[0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
                {
                    var options = new KeywordStreamOptions { Threshold = threshold, SmoothingHops = smoothing, Suppression = TimeSpan.FromSeconds(suppression) };
                    output.WriteLine(FormattableString.Invariant($"{suppression:F2} s, {smoothing,2} hops, threshold {threshold:F2}: {Tally(recording, hops, options)}"));
                }
            }
        }
    }

    private static StreamTally Tally(LongRecording recording, List<(long Position, int[] Logits)> hops, KeywordStreamOptions options)
    {
        var labels = DsCnnModel.Default.Labels;
        var rule = new DetectionRule(options, options.FindKeywords(labels), 31.25);
        var detections = new List<(string, long)>();
        foreach ((long position, int[] logits) in hops)
        {
            if (rule.Add(logits, out int label, out _))
            {
                detections.Add((labels[label], position));
            }
        }

        return StreamTally.Of(recording, detections);
    }

    private static List<(long Position, int[] Logits)> Hops(LongRecording recording)
    {
        var classifier = new KwsClassifier(DsCnnModel.Default);
        var fingerprints = new FingerprintStream(new FingerprintExtractor());
        var hops = new List<(long, int[])>();
        ReadOnlySpan<short> samples = recording.Samples;
        while (fingerprints.MoveNext(ref samples))
        {
            var logits = new int[DsCnnModel.Default.Labels.Length];
            classifier.Infer(fingerprints.Current, logits);
            hops.Add((fingerprints.Position, logits));
        }

        return hops;
    }
}
