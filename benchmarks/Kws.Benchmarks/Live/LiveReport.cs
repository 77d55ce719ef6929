using System.Diagnostics;
using Kws.Benchmarks.Results;
using Kws.Fast;
using Kws.Listen;
using Kws.Listen.Streams;
using Kws.Listen.Tests.Support;
using Kws.Listen.Tuning;
using Kws.Model;

namespace Kws.Benchmarks.Live;

/// <summary>
/// Hits and false alarms of models in live sound: with the rule of detection that they have, and with the lowest common threshold of all
/// words that keeps the false alarms in running speech within a target.
/// </summary>
internal static class LiveReport
{
    /// <summary>Half a second after the end of a clip.</summary>
    private const int Tolerance = LongRecording.SampleRate / 2;

    private const int Turns = 100;
    private const int InferencesPerTurn = 200;

    private static readonly double[] Targets = [10, 2, 1];

    /// <summary>Writes the table, and the picture of the hits at the last target.</summary>
    /// <param name="sound">The sound.</param>
    /// <param name="models">The models, with their names.</param>
    /// <param name="picture">The path of the picture.</param>
    public static void Write(LiveSound sound, IEnumerable<(string Name, KwsModel Model)> models, string picture)
    {
        var points = new List<(string, double, double[])>();
        Console.WriteLine(FormattableString.Invariant($"{sound.Hours:F2} hours of running speech; hits in %"));
        var table = new MarkdownTable(
            ["model", "us per inference", "threshold", "false alarms an hour", .. sound.Names, "false alarms an hour among single words"]);
        foreach ((string name, KwsModel model) in models)
        {
            var classifier = new KwsClassifier(model);
            DetectionSettings rule = model.Detection ?? new DetectionSettings();
            double hopsPerSecond = (double)model.FrontEnd.SampleRate / model.FrontEnd.HopLength;
            ScoredRecording[] words = sound.Words(classifier);
            ThresholdSweep speech = Sweep(sound.Speech(classifier));
            ThresholdSweep[] streams = [.. words.Select(recording => Sweep(recording))];
            double time = Microseconds(classifier);
            double[] hits = Add("its own", rule);
            foreach (double target in Targets)
            {
                double threshold = ThresholdSweep.Thresholds.FirstOrDefault(value => AlarmsAnHour(speech, With(value)) <= target, 1);
                hits = Add(FormattableString.Invariant($"{threshold}"), With(threshold));
            }

            points.Add((name, time, hits));

            DetectionSettings With(double threshold) => rule with
            {
                Thresholds = model.Labels.Where(label => label is not (SpecialLabels.Silence or SpecialLabels.Unknown))
                    .ToDictionary(label => label, _ => threshold),
            };

            ThresholdSweep Sweep(params ScoredRecording[] recordings) => new(recordings, rule.SmoothingHops, Tolerance);

            WordCounts[] Count(ThresholdSweep sweep, DetectionSettings settings)
            {
                DetectionParameters parameters = new KeywordStreamOptions().Parameters(model.Labels, settings, hopsPerSecond);
                return sweep.Count(parameters.Thresholds, parameters.SuppressionHops);
            }

            double AlarmsAnHour(ThresholdSweep sweep, DetectionSettings settings) =>
                Count(sweep, settings).Sum(count => count.FalseAccepts) / sound.Hours;

            double[] Add(string threshold, DetectionSettings settings)
            {
                WordCounts[][] counts = [.. streams.Select(stream => Count(stream, settings))];
                double[] found =
                    [.. counts.Zip(words).Select(pair => 100.0 * pair.First.Sum(count => count.Hits) / pair.Second.Words.Length)];
                double hours = (double)words[0].Length / LongRecording.SampleRate / 3600;
                table.Add(
                [
                    name, FormattableString.Invariant($"{time:F1}"), threshold,
                    FormattableString.Invariant($"{AlarmsAnHour(speech, settings):F1}"),
                    .. found.Select(part => FormattableString.Invariant($"{part:F1}")),
                    FormattableString.Invariant($"{counts[0].Sum(count => count.FalseAccepts) / hours:F0}"),
                ]);
                return found;
            }
        }

        Console.WriteLine(table);
        Directory.CreateDirectory(Path.GetDirectoryName(picture)!);
        File.WriteAllText(picture, LivePicture.Render([.. sound.Names], points));
    }

    /// <summary>The best time of an inference, one fingerprint at a time.</summary>
    private static double Microseconds(KwsClassifier classifier)
    {
        Network network = classifier.Model.Network;
        var random = new Random(1);
        sbyte[] fingerprint =
            [.. Enumerable.Range(0, network.Input.Count).Select(_ => (sbyte)random.Next(network.MinInput, network.MaxInput + 1))];
        var logits = new int[network.LabelCount];
        double best = double.PositiveInfinity;
        for (int turn = 0; turn < Turns; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < InferencesPerTurn; i++)
            {
                classifier.Infer(fingerprint, logits);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / InferencesPerTurn);
        }

        return best;
    }
}
