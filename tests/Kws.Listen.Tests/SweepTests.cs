using System.Globalization;
using Kws.Audio;
using Kws.Audio.Tests.Support;
using Kws.Fast;
using Kws.Listen.Streams;
using Kws.Listen.Tests.Support;
using Kws.Model;

namespace Kws.Listen.Tests;

/// <summary>
/// The measurements that the defaults of <see cref="KeywordStreamOptions"/> were chosen by: run with <c>-explicit only</c>.
/// </summary>
public class SweepTests(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public void Sweep()
    {
        string speech = Speech.Require();
        var recording = new LongRecording(speech, SpeechClip.Words(speech).Where(clip => clip.Split != SpeechSplit.Testing), seed: 1);
        List<(long Position, int[] Logits)> hops = Hops(recording);
        int keywords = recording.Words.Count(word => word.IsKeyword);
        output.WriteLine($"{recording.Hours * 60:F0} minutes, {recording.Words.Count} words, {keywords} of them keywords");
        foreach (int smoothing in (int[])[1, 5, 10, 15, 20, 25])
        {
            foreach (double threshold in (double[])[0.5, 0.6, 0.7, 0.8, 0.9])
            {
                Report(new KeywordStreamOptions { Threshold = threshold, SmoothingHops = smoothing });
            }
        }

        foreach (double suppression in (double[])[0, 0.5, 1, 1.5, 2])
        {
            Report(new KeywordStreamOptions { Suppression = TimeSpan.FromSeconds(suppression) });
        }

        void Report(KeywordStreamOptions options)
        {
            StreamTally tally = Tally(recording, hops, options);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {options.SmoothingHops ?? 20} | {options.Threshold ?? 0.7} | {options.Suppression?.TotalSeconds ?? 1} "
                + $"| {100 * tally.HitRate:F1} | {tally.FalseAlarmsPerHour:F0} | {tally.Latency:F2} |"));
        }
    }

    /// <summary>The defaults under other conditions than those of <see cref="LongStreamTests"/>, on its speakers.</summary>
    [Fact(Explicit = true)]
    public void Conditions()
    {
        string speech = Speech.Require();
        Report("as measured", 100, 0.5, 2);
        Report("fluent", 100, 0, 0.1);
        Report("noise 500", 500, 0.5, 2);
        Report("noise 1500", 1500, 0.5, 2);
        Report("digital silence", 0, 0.5, 2);

        void Report(string name, double noise, double shortestGap, double longestGap)
        {
            IEnumerable<SpeechClip> clips = SpeechClip.Words(speech).Where(clip => clip.Split == SpeechSplit.Testing);
            var recording = new LongRecording(speech, clips, seed: 2, noise, shortestGap, longestGap);
            output.WriteLine($"{name}: {Tally(recording, Hops(recording), new KeywordStreamOptions())}");
        }
    }

    private static StreamTally Tally(LongRecording recording, List<(long Position, int[] Logits)> hops, KeywordStreamOptions options)
    {
        var labels = KwsModel.Default.Labels;
        var rule = new DetectionRule(options.Parameters(KwsModel.Default));
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
        var classifier = new KwsClassifier(KwsModel.Default);
        var fingerprints = new FingerprintStream(new FingerprintExtractor());
        var hops = new List<(long, int[])>();
        ReadOnlySpan<short> samples = recording.Samples;
        while (fingerprints.MoveNext(ref samples))
        {
            var logits = new int[KwsModel.Default.Labels.Length];
            classifier.Infer(fingerprints.Current, logits);
            hops.Add((fingerprints.Position, logits));
        }

        return hops;
    }
}
