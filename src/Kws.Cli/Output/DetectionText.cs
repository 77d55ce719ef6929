using System.Globalization;
using Kws.Model;

namespace Kws.Cli.Output;

/// <summary>A rule of detection in one line.</summary>
internal static class DetectionText
{
    public static string Of(KwsModel model, DetectionSettings detection)
    {
        string thresholds = string.Join(", ", model.Labels.Where(detection.Thresholds.ContainsKey).Select(label =>
            string.Create(CultureInfo.InvariantCulture, $"{label} from {detection.Thresholds[label]}")));
        return thresholds.Length > 0 ? $"{thresholds}, {Rule(detection)}" : Rule(detection);
    }

    /// <summary>Smoothing and suppression.</summary>
    public static string Rule(DetectionSettings detection) => string.Create(
        CultureInfo.InvariantCulture,
        $"mean of {NumberText.Count(detection.SmoothingHops, "hop")}, {detection.Suppression.TotalSeconds} s without another detection");
}
