using System.Globalization;
using Kws.Model;

namespace Kws.Cli.Output;

/// <summary>A rule of detection in one line.</summary>
internal static class DetectionText
{
    public static string Of(KwsModel model, DetectionSettings detection) => string.Join(", ",
    [
        .. model.Labels.Where(detection.Thresholds.ContainsKey).Select(label =>
            string.Create(CultureInfo.InvariantCulture, $"{label} from {detection.Thresholds[label]}")),
        Rule(detection),
        .. model.Labels.Where(detection.Suppressions.ContainsKey).Select(label =>
            string.Create(CultureInfo.InvariantCulture, $"{detection.Suppressions[label].TotalSeconds} s after {label}")),
    ]);

    /// <summary>Smoothing and suppression.</summary>
    public static string Rule(DetectionSettings detection) => string.Create(
        CultureInfo.InvariantCulture,
        $"mean of {NumberText.Count(detection.SmoothingHops, "hop")}, {detection.Suppression.TotalSeconds} s without another detection");
}
