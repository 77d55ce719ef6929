using System.Collections.Immutable;
using Kws.Audio;
using Kws.Fast;
using Kws.Model;

namespace Kws.Listen;

/// <summary>The rules by which a <see cref="KeywordStream"/> reports a keyword, and the format of its sound.</summary>
/// <remarks>
/// The defaults were chosen by measurement on two hours of single words in noise. On half an hour of other speakers they find 94 % of the
/// keywords, 0.9 s after their clips begin, with 12 false alarms per hour. Running speech raises 190 per hour. docs/use/streams.md has the
/// tables.
/// </remarks>
public sealed record KeywordStreamOptions
{
    /// <summary>The longest smoothing, in hops: half a minute with hops of 32 ms, far beyond any word.</summary>
    public const int MaxSmoothingHops = 1000;

    /// <summary>Names of the labels that are keywords; null for all but <c>_silence_</c> and <c>_unknown_</c>.</summary>
    public IReadOnlyCollection<string>? Keywords { get; init; }

    /// <summary>
    /// The sample rate of the sound, in Hz: <see cref="WavFile.LowestSampleRate"/> to <see cref="WavFile.HighestSampleRate"/>; null for
    /// that of the model's front end, 16 kHz by default.
    /// </summary>
    public int? SampleRate { get; init; }

    /// <summary>The channels of the sound, 1 or more. Their mean is heard.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>The minimum smoothed score of a detection, more than 0 and at most 1.</summary>
    public double Threshold { get; init; } = 0.7;

    /// <summary>Hops whose scores are averaged, 1 to 1000.</summary>
    public int SmoothingHops { get; init; } = 20;

    /// <summary>The time after a detection in which no other one is made, 0 or more.</summary>
    public TimeSpan Suppression { get; init; } = TimeSpan.FromSeconds(1);

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
        Check(Threshold is > 0 and <= 1, nameof(Threshold), Threshold, "more than 0 and at most 1");
        Check(SmoothingHops is >= 1 and <= MaxSmoothingHops, nameof(SmoothingHops), SmoothingHops, $"1 to {MaxSmoothingHops}");
        Check(Suppression >= TimeSpan.Zero, nameof(Suppression), Suppression, "0 or more");
        Check(double.IsFinite(ScoreScale) && ScoreScale > 0, nameof(ScoreScale), ScoreScale, "a positive number");
    }

    /// <summary>For every label whether it is a keyword.</summary>
    /// <exception cref="ArgumentException">A keyword is no label, or there is none.</exception>
    internal bool[] FindKeywords(ImmutableArray<string> labels)
    {
        foreach (string keyword in Keywords ?? [])
        {
            if (!labels.Contains(keyword))
            {
                throw new ArgumentException(
                    $"{nameof(Keywords)}: '{keyword}' is not a label of the model; its labels are {string.Join(", ", labels)}");
            }
        }

        bool[] isKeyword =
            [.. labels.Select(label => Keywords?.Contains(label) ?? label is not (SpecialLabels.Silence or SpecialLabels.Unknown))];
        return isKeyword.Contains(true)
            ? isKeyword
            : throw new ArgumentException($"{nameof(Keywords)}: there is none among the labels {string.Join(", ", labels)}");
    }

    private static void Check(bool holds, string name, object? value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"expected {expected}");
        }
    }
}
