using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>
/// The rule by which the scores of a model become detections in live sound, where it was measured on long recordings. The defaults are
/// those of a model without one.
/// </summary>
public sealed record DetectionSettings
{
    /// <summary>The threshold of a word for which none was measured: 0.7.</summary>
    public const double DefaultThreshold = 0.7;

    /// <summary>The longest smoothing, in hops: half a minute with hops of 32 ms, far beyond any word.</summary>
    public const int MaxSmoothingHops = 1000;

    /// <summary>The longest suppression, in seconds.</summary>
    internal const int MaxSuppressionSeconds = 3600;

    /// <summary>
    /// The minimum smoothed score of a detection for each word, more than 0 and at most 1, by the name of its label. A word that is missing
    /// has <see cref="DefaultThreshold"/>. The dictionary is copied.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyDictionary<string, double> Thresholds
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.ToFrozenDictionary();
        }
    } = FrozenDictionary<string, double>.Empty;

    /// <summary>Hops whose scores are averaged, 1 to 1000: 20.</summary>
    public int SmoothingHops { get; init; } = 20;

    /// <summary>The time after a detection in which no other one is made, 0 to an hour: a second.</summary>
    public TimeSpan Suppression { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The time after a detection of a word in which no other detection is made, of any word, 0 to an hour, by the name of its label. A
    /// word that is missing has <see cref="Suppression"/>. The dictionary is copied.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyDictionary<string, TimeSpan> Suppressions
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.ToFrozenDictionary();
        }
    } = FrozenDictionary<string, TimeSpan>.Empty;

    /// <summary>True if the other rule has the same numbers.</summary>
    /// <param name="other">Another rule.</param>
    public bool Equals(DetectionSettings? other) =>
        other is not null && SmoothingHops == other.SmoothingHops && Suppression == other.Suppression
        && AreEqual(Thresholds, other.Thresholds) && AreEqual(Suppressions, other.Suppressions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SmoothingHops, Suppression, Thresholds.Count, Suppressions.Count);

    /// <summary>The time after a detection of a word in which no other one is made.</summary>
    internal TimeSpan SuppressionOf(string label) => Suppressions.GetValueOrDefault(label, Suppression);

    /// <summary>The same rule for a model with other names of its labels.</summary>
    internal DetectionSettings Rename(ImmutableArray<string> before, ImmutableArray<string> after) => this with
    {
        Thresholds = Thresholds.ToDictionary(word => after[before.IndexOf(word.Key)], word => word.Value),
        Suppressions = Suppressions.ToDictionary(word => after[before.IndexOf(word.Key)], word => word.Value),
    };

    /// <summary>The first number or word that a model with these labels cannot have, and what was expected; null if none.</summary>
    internal string? ProblemWith(ImmutableArray<string> labels)
    {
        return SmoothingHops is < 1 or > MaxSmoothingHops
            ? $"the smoothing is {SmoothingHops} hops, expected 1 to {MaxSmoothingHops}"
        : Suppression.TotalSeconds is < 0 or > MaxSuppressionSeconds
            ? SuppressionProblem(Suppression.TotalSeconds)
        : FirstUnknown(Thresholds.Keys) is { } unknown
            ? $"'{Excerpt.Of(unknown)}' has a threshold, expected a label of the model ({Excerpt.Of(string.Join(", ", labels))})"
        : labels.FirstOrDefault(label => Thresholds.TryGetValue(label, out double threshold) && threshold is not (> 0 and <= 1)) is { } word
            ? FormattableString.Invariant(
                $"the threshold of '{Excerpt.Of(word)}' is {Thresholds[word]}, expected more than 0 and at most 1")
        : FirstUnknown(Suppressions.Keys) is { } other
            ? $"'{Excerpt.Of(other)}' has a suppression, expected a label of the model ({Excerpt.Of(string.Join(", ", labels))})"
        : labels.FirstOrDefault(label => SuppressionOf(label).TotalSeconds is < 0 or > MaxSuppressionSeconds) is { } own
            ? SuppressionProblem(SuppressionOf(own).TotalSeconds, own)
        : null;

        string? FirstUnknown(IEnumerable<string> words) =>
            words.Order(StringComparer.Ordinal).FirstOrDefault(word => !labels.Contains(word));
    }

    /// <summary>The message of a suppression that is out of range, of a word or of all.</summary>
    internal static string SuppressionProblem(double seconds, string? word = null)
    {
        string place = word is null ? "" : $" of '{Excerpt.Of(word)}'";
        return FormattableString.Invariant($"the suppression{place} is {seconds} s, expected 0 to {MaxSuppressionSeconds}");
    }

    private static bool AreEqual<T>(IReadOnlyDictionary<string, T> one, IReadOnlyDictionary<string, T> other) =>
        one.Count == other.Count && !one.Except(other).Any();
}
