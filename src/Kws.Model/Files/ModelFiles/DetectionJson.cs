using System.Collections.Immutable;
using System.Text.Json;

namespace Kws.Model;

/// <summary>A rule of detection as JSON.</summary>
internal static class DetectionJson
{
    private const string ThresholdsName = "thresholds";
    private const string SmoothingName = "smoothing_hops";
    private const string SuppressionName = "suppression_seconds";
    private const string WordSuppressionsName = "word_suppression_seconds";

    public static string Text(DetectionSettings detection, ImmutableArray<string> labels) => NetworkJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject(ThresholdsName);
        foreach (string word in labels.Where(detection.Thresholds.ContainsKey))
        {
            json.WriteNumber(word, detection.Thresholds[word]);
        }

        json.WriteEndObject();
        json.WriteNumber(SmoothingName, detection.SmoothingHops);
        json.WriteNumber(SuppressionName, detection.Suppression.TotalSeconds);

        // Versions before it refuse a file that has it, and read one that needs none.
        if (detection.Suppressions.Count > 0)
        {
            json.WriteStartObject(WordSuppressionsName);
            foreach (string word in labels.Where(detection.Suppressions.ContainsKey))
            {
                json.WriteNumber(word, detection.Suppressions[word].TotalSeconds);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    /// <summary>Reads a rule; numbers that are missing are the defaults.</summary>
    /// <exception cref="KwsFormatException">The text is not a JSON object of a rule for these labels.</exception>
    public static DetectionSettings Read(string text, ImmutableArray<string> labels, string source)
    {
        const string Path = "detection";
        using JsonDocument document = NetworkJson.Parse(text, Path, source);
        var json = new JsonMembers(document.RootElement, Path, source);
        var defaults = new DetectionSettings();
        var detection = new DetectionSettings
        {
            Thresholds = json.Numbers(ThresholdsName),
            SmoothingHops = json.Integer(SmoothingName, defaults.SmoothingHops),
            Suppression = Time(json.Number(SuppressionName, defaults.Suppression.TotalSeconds)),
            Suppressions = json.Numbers(WordSuppressionsName).ToDictionary(word => word.Key, word => Time(word.Value, word.Key)),
        };
        json.RefuseOthers();
        return detection.ProblemWith(labels) is { } problem ? throw json.Error(problem) : detection;

        // Not every number is a time.
        TimeSpan Time(double seconds, string? word = null) => seconds is >= 0 and <= DetectionSettings.MaxSuppressionSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw json.Error(DetectionSettings.SuppressionProblem(seconds, word));
    }
}
