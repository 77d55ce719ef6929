namespace Kws.Model;

/// <summary>The rule for the names of labels.</summary>
internal static class LabelNames
{
    /// <summary>The problem with the names of all labels of a model, or null. Each must fit into a line of CSV as it is.</summary>
    public static string? ProblemOf(IReadOnlyCollection<string> labels) =>
        labels.Distinct().Count() != labels.Count || labels.Any(string.IsNullOrEmpty) ? "labels must be different and not empty"
        : labels.FirstOrDefault(label => label.Any(c => c is ',' or '"' || char.IsControl(c))) is { } bad
            ? $"label '{Excerpt.Of(bad)}' has a comma, quote or control character, expected none"
        : null;
}
