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

    private static readonly double[] Targets = [10, 2, 1];

    /// <summary>Writes the table.</summary>
    /// <param name="sound">The sound.</param>
    /// <param name="models">The models, with their names.</param>
    public static void Write(LiveSound sound, IEnumerable<(string Name, KwsModel Model)> models)
    {
        Console.WriteLine(FormattableString.Invariant($"{sound.Hours:F2} hours of running speech; hits in %"));
        var table = new MarkdownTable(
            ["model", "threshold", "false alarms an hour", .. sound.Names, "false alarms an hour among single words"]);
        foreach ((string name, KwsModel model) in models)
        {
            var classifier = new KwsClassifier(model);
            DetectionSettings rule = model.Detection ?? new DetectionSettings();
            double hopsPerSecond = (double)model.FrontEnd.SampleRate / model.FrontEnd.HopLength;
            ScoredRecording[] words = sound.Words(classifier);
            ThresholdSweep speech = Sweep(sound.Speech(classifier));
            ThresholdSweep[] streams = [.. words.Select(recording => Sweep(recording))];
            Add("its own", rule);
            foreach (double target in Targets)
            {
                double threshold = ThresholdSweep.Thresholds.FirstOrDefault(value => AlarmsAnHour(speech, With(value)) <= target, 1);
                Add(FormattableString.Invariant($"{threshold}"), With(threshold));
            }

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

            void Add(string threshold, DetectionSettings settings)
            {
                WordCounts[][] counts = [.. streams.Select(stream => Count(stream, settings))];
                double hours = (double)words[0].Length / LongRecording.SampleRate / 3600;
                table.Add(
                [
                    name, threshold, FormattableString.Invariant($"{AlarmsAnHour(speech, settings):F1}"),
                    .. counts.Zip(words).Select(pair => FormattableString.Invariant(
                        $"{100.0 * pair.First.Sum(count => count.Hits) / pair.Second.Words.Length:F1}")),
                    FormattableString.Invariant($"{counts[0].Sum(count => count.FalseAccepts) / hours:F0}"),
                ]);
            }
        }

        Console.WriteLine(table);
    }
}
