using System.Collections.Frozen;
using System.Collections.Immutable;
using Kws.Audio;
using Kws.Fast;
using Kws.Listen.Streams;
using Kws.Model;

namespace Kws.Listen;

/// <summary>The rules by which a <see cref="KeywordStream"/> reports a keyword, and the format of its sound.</summary>
/// <remarks>
/// A rule that is null is the model's (<see cref="KwsModel.Detection"/>), which <c>kws tune</c> measures. Where the model has none either,
/// the defaults were chosen by measurement on two hours of single words in noise. With <see cref="KwsModel.Default"/> they find 93 % of the
/// keywords in half an hour of other speakers, 1.0 s after their clips begin, with 8 false alarms per hour. Running speech raises 10 per
/// hour. docs/use/streams.md has the tables.
/// </remarks>
public sealed record KeywordStreamOptions
{
    /// <summary>The longest smoothing, in hops: half a minute with hops of 32 ms, far beyond any word.</summary>
    public const int MaxSmoothingHops = DetectionSettings.MaxSmoothingHops;

    /// <summary>Names of the labels that are keywords; null for all but <c>_silence_</c> and <c>_unknown_</c>.</summary>
    public IReadOnlyCollection<string>? Keywords { get; init; }

    /// <summary>
    /// The sample rate of the sound, in Hz: <see cref="WavFile.LowestSampleRate"/> to <see cref="WavFile.HighestSampleRate"/>; null for
    /// that of the model's front end, 16 kHz by default.
    /// </summary>
    public int? SampleRate { get; init; }

    /// <summary>The channels of the sound, 1 or more. Their mean is heard.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>
    /// The minimum smoothed score of a detection of any word, more than 0 and at most 1; null for that of the model, else 0.7.
    /// </summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// The minimum smoothed scores of single words, by the names of their labels, which replace <see cref="Threshold"/>; null for none.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Thresholds { get; init; }

    /// <summary>Hops whose scores are averaged, 1 to 1000; null for those of the model, else 20.</summary>
    public int? SmoothingHops { get; init; }

    /// <summary>
    /// The time after a detection of any word in which no other one is made, 0 or more; null for that of the model, else a second.
    /// </summary>
    public TimeSpan? Suppression { get; init; }

    /// <summary>
    /// The times after a detection of single words in which no other detection is made, of any word, by the names of their labels. They
    /// replace <see cref="Suppression"/>; null for none.
    /// </summary>
    public IReadOnlyDictionary<string, TimeSpan>? Suppressions { get; init; }

    /// <summary>The worth of one step of a logit, a positive number; see <see cref="Scores.FromLogits"/>.</summary>
    public double ScoreScale { get; init; } = Scores.DefaultScale;

    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    internal void Validate()
    {
        Check(
            SampleRate is null or (>= WavFile.LowestSampleRate and <= WavFile.HighestSampleRate),
            nameof(SampleRate),
            SampleRate,
            $"{WavFile.LowestSampleRate} to {WavFile.HighestSampleRate}");
        Check(Channels >= 1, nameof(Channels), Channels, "1 or more");
        Check(Threshold is null or (> 0 and <= 1), nameof(Threshold), Threshold, "more than 0 and at most 1");
        foreach ((string word, double threshold) in Thresholds ?? FrozenDictionary<string, double>.Empty)
        {
            Check(threshold is > 0 and <= 1, nameof(Thresholds), threshold, $"for '{word}' more than 0 and at most 1");
        }

        Check(
            SmoothingHops is null or (>= 1 and <= MaxSmoothingHops), nameof(SmoothingHops), SmoothingHops, $"1 to {MaxSmoothingHops}");
        Check(Suppression is null || Suppression >= TimeSpan.Zero, nameof(Suppression), Suppression, "0 or more");
        foreach ((string word, TimeSpan suppression) in Suppressions ?? FrozenDictionary<string, TimeSpan>.Empty)
        {
            Check(suppression >= TimeSpan.Zero, nameof(Suppressions), suppression, $"for '{word}' 0 or more");
        }

        Check(double.IsFinite(ScoreScale) && ScoreScale > 0, nameof(ScoreScale), ScoreScale, "a positive number");
    }

    /// <summary>The rule of the options, of a model where they say nothing, and of the defaults where neither does.</summary>
    /// <exception cref="ArgumentException">
    /// A keyword, or a word with a threshold or suppression, is no label, or there is no keyword.
    /// </exception>
    internal DetectionParameters Parameters(KwsModel model) =>
        Parameters(model.Labels, model.Detection, (double)model.FrontEnd.SampleRate / model.FrontEnd.HopLength);

    /// <inheritdoc cref="Parameters(KwsModel)"/>
    internal DetectionParameters Parameters(ImmutableArray<string> labels, DetectionSettings? ofModel, double hopsPerSecond)
    {
        bool[] isKeyword = FindKeywords(labels);
        RequireLabels(nameof(Thresholds), Thresholds?.Keys, labels);
        RequireLabels(nameof(Suppressions), Suppressions?.Keys, labels);
        DetectionSettings settings = ofModel ?? new DetectionSettings();
        return new(
            [.. labels.Select((label, index) => isKeyword[index] ? ThresholdOf(label, settings) : double.PositiveInfinity)],
            SmoothingHops ?? settings.SmoothingHops,
            [.. labels.Select(label => DetectionParameters.HopsOf(SuppressionOf(label, settings), hopsPerSecond))]);
    }

    private double ThresholdOf(string label, DetectionSettings settings) =>
        Thresholds is not null && Thresholds.TryGetValue(label, out double own) ? own
        : Threshold ?? settings.Thresholds.GetValueOrDefault(label, DetectionSettings.DefaultThreshold);

    private TimeSpan SuppressionOf(string label, DetectionSettings settings) =>
        Suppressions is not null && Suppressions.TryGetValue(label, out TimeSpan own) ? own : Suppression ?? settings.SuppressionOf(label);

    /// <summary>For every label whether it is a keyword.</summary>
    private bool[] FindKeywords(ImmutableArray<string> labels)
    {
        RequireLabels(nameof(Keywords), Keywords, labels);

        bool[] isKeyword =
            [.. labels.Select(label => Keywords?.Contains(label) ?? label is not (SpecialLabels.Silence or SpecialLabels.Unknown))];
        return isKeyword.Contains(true)
            ? isKeyword
            : throw new ArgumentException($"{nameof(Keywords)}: there is none among the labels {string.Join(", ", labels)}");
    }

    private static void RequireLabels(string option, IEnumerable<string>? words, ImmutableArray<string> labels)
    {
        if (words?.FirstOrDefault(word => !labels.Contains(word)) is { } unknown)
        {
            throw new ArgumentException(
                $"{option}: '{unknown}' is not a label of the model; its labels are {string.Join(", ", labels)}");
        }
    }

    private static void Check(bool holds, string name, object? value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"expected {expected}");
        }
    }
}
