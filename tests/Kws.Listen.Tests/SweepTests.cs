using System.Globalization;
using Kws.Audio;
using Kws.Audio.Tests.Support;
using Kws.Fast;
using Kws.Listen.Streams;
using Kws.Listen.Tests.Support;
using Kws.Model;

namespace Kws.Listen.Tests;

/// <summary>
/// The measurements that the defaults of <see cref="KeywordStreamOptions"/> were chosen by, and others that docs/use/streams.md has: run
/// with <c>-explicit only</c>.
/// </summary>
public class SweepTests(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public void Sweep()
    {
        string speech = Speech.Require();
        var recording = new LongRecording(speech, SpeechClip.Words(speech).Where(clip => clip.Split != SpeechSplit.Testing), seed: 1);
        List<(long Position, float[] Scores)> hops = Hops(recording.Samples, KwsModel.Default);
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
            StreamTally tally = Tally(recording, hops, KwsModel.Default, options);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {options.SmoothingHops ?? 20} | {options.Threshold ?? 0.7} | {options.Suppression?.TotalSeconds ?? 1} "
                + $"| {100 * tally.HitRate:F1} | {tally.FalseAlarmsPerHour:F0} | {tally.Latency:F2} |"));
        }
    }

    /// <summary>The models' own rules under other conditions than those of <see cref="LongStreamTests"/>, on its speakers.</summary>
    [Theory(Explicit = true)]
    [InlineData("live")]
    [InlineData("default")]
    public void Conditions(string name)
    {
        string speech = Speech.Require();
        KwsModel model = name == "live" ? KwsModel.Live : KwsModel.Default;
        Report("as measured", 100, 0.5, 2);
        Report("fluent", 100, 0, 0.1);
        Report("noise 500", 500, 0.5, 2);
        Report("noise 1500", 1500, 0.5, 2);
        Report("digital silence", 0, 0.5, 2);
        Report("quiet steady noise, 30", 0, 0.5, 2, 30);
        Report("loud steady noise, 300", 0, 0.5, 2, 300);
        Report("loud steady noise, 1000", 0, 0.5, 2, 1000);

        void Report(string condition, double noise, double shortestGap, double longestGap, double steadyNoise = 0)
        {
            IEnumerable<SpeechClip> clips = SpeechClip.Words(speech).Where(clip => clip.Split == SpeechSplit.Testing);
            var recording = new LongRecording(speech, clips, seed: 2, noise, shortestGap, longestGap);
            Sound.AddGaussian(recording.Samples, seed: 7, steadyNoise);
            output.WriteLine($"{name}, {condition}: {Tally(recording, Hops(recording.Samples, model), model, new KeywordStreamOptions())}");
            output.WriteLine(
                $"  no gate: {Tally(recording, Hops(recording.Samples, model, hasGate: false), model, new KeywordStreamOptions())}");
        }
    }

    /// <summary>The false alarms in minutes of hum, with the gate for steady sound and without.</summary>
    [Theory(Explicit = true)]
    [InlineData("live")]
    [InlineData("default")]
    public void Hums(string name)
    {
        KwsModel model = name == "live" ? KwsModel.Live : KwsModel.Default;
        int minutes = 0;
        int[] alarms = [0, 0];
        foreach (double frequency in (double[])[50, 60, 100])
        {
            foreach (double third in (double[])[0, 0.5, 1])
            {
                foreach (double noise in (double[])[0, 0.02, 0.1])
                {
                    foreach (double level in (double[])[3, 5, 7, 10, 14, 20, 30, 50, 100, 300, 1000])
                    {
                        short[] hum = Sound.Hum(5, 60 * 16_000, frequency, third, noise, level);
                        alarms[0] += Detections(Hops(hum, model, hasGate: false), model, new()).Count();
                        alarms[1] += Detections(Hops(hum, model), model, new()).Count();
                        minutes++;
                    }
                }
            }
        }

        output.WriteLine($"{name}, {minutes} minutes of hum: false alarms {alarms[0]} without the gate, {alarms[1]} with it");
    }

    /// <summary>Three times the same word with 0.2 s between: the keywords of the speakers of <see cref="LongStreamTests"/>.</summary>
    [Theory(Explicit = true)]
    [InlineData("live")]
    [InlineData("default")]
    public void Repetitions(string name)
    {
        string speech = Speech.Require();
        KwsModel model = name == "live" ? KwsModel.Live : KwsModel.Default;
        IEnumerable<SpeechClip> clips =
            SpeechClip.Words(speech).Where(clip => clip.Split == SpeechSplit.Testing && clip.Label != "_unknown_");
        foreach (double gap in (double[])[0.2, 0.5, 0.8, 1.2])
        {
            var recording = new RepeatedWords(speech, clips, gap);
            List<(long Position, float[] Scores)> hops = Hops(recording.Samples, model);
            foreach (int smoothing in (int[])[20, 10, 5])
            {
                foreach (double suppression in (double[])[0, 0.5, 1])
                {
                    var options = new KeywordStreamOptions { SmoothingHops = smoothing, Suppression = TimeSpan.FromSeconds(suppression) };
                    int[] heard = recording.Detections([.. Detections(hops, model, options)]);
                    string counts = string.Join(" | ", Enumerable.Range(0, 4).Select(count =>
                        $"{100.0 * heard.Count(own => count < 3 ? own == count : own >= 3) / heard.Length:F0}"));
                    output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"| {name} | {gap} | {smoothing} | {suppression} | {counts} |"));
                }
            }
        }
    }

    private static StreamTally Tally(
        LongRecording recording, List<(long Position, float[] Scores)> hops, KwsModel model, KeywordStreamOptions options) =>
        StreamTally.Of(recording, Detections(hops, model, options));

    private static IEnumerable<(string Label, long Position)> Detections(
        List<(long Position, float[] Scores)> hops, KwsModel model, KeywordStreamOptions options)
    {
        var rule = new DetectionRule(options.Parameters(model));
        foreach ((long position, float[] scores) in hops)
        {
            if (rule.Add(scores, out int label, out _))
            {
                yield return (model.Labels[label], position);
            }
        }
    }

    private static List<(long Position, float[] Scores)> Hops(ReadOnlySpan<short> samples, KwsModel model, bool hasGate = true)
    {
        var hopScores = new HopScores(new KwsClassifier(model));
        var fingerprints = new FingerprintStream(new FingerprintExtractor(model.FrontEnd));
        var hops = new List<(long, float[])>();
        while (fingerprints.MoveNext(ref samples))
        {
            var scores = new float[model.Labels.Length];
            hopScores.Read(fingerprints.Current, scores);
            if (!hasGate)
            {
                Scores.FromLogits(hopScores.Logits, scores);
            }

            hops.Add((fingerprints.Position, scores));
        }

        return hops;
    }
}
