using System.Collections.Immutable;
using System.CommandLine;
using Kws.Listen;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>The options that say what a detection is; where they say nothing, the model does.</summary>
internal sealed class DetectionOptions
{
    private static readonly DetectionSettings Defaults = new();

    private readonly Option<string[]?> _keywords = new("--keywords")
    {
        Description = $"The labels to listen for, with commas between them; without it all but {SpecialLabels.Silence} and "
            + $"{SpecialLabels.Unknown}",
        HelpName = "words",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            string[] words = text.Split(',');
            if (words.Any(string.IsNullOrWhiteSpace))
            {
                result.AddError($"--keywords is '{text}', expected words with commas between them");
            }

            return words;
        },
    };

    private readonly WordNumbers _threshold = new(
        "--threshold",
        "Least score of a keyword, or WORD=NUMBER for one of them, as often as there are words; without it that of the model, else "
            + FormattableString.Invariant($"{DetectionSettings.DefaultThreshold}"),
        "number",
        number => number is > 0 and <= 1,
        "more than 0 and at most 1");

    private readonly Option<int?> _smoothing = Symbols.Number(
        "--smoothing",
        $"Hops over which scores are averaged; without it those of the model, else {Defaults.SmoothingHops}",
        1,
        KeywordStreamOptions.MaxSmoothingHops);

    private readonly WordNumbers _suppression = new(
        "--suppression",
        "Seconds after a detection without another one, or WORD=NUMBER after one of a word; without it those of the model, else "
            + FormattableString.Invariant($"{Defaults.Suppression.TotalSeconds}"),
        "seconds",
        number => number <= DetectionSettings.MaxSuppressionSeconds,
        $"from 0 to {DetectionSettings.MaxSuppressionSeconds}");

    /// <param name="command">Receives the options.</param>
    public DetectionOptions(KwsCommand command)
    {
        foreach (Option option in (Option[])[_keywords, _threshold.Option, _smoothing, _suppression.Option])
        {
            command.Options.Add(option);
        }
    }

    public KeywordStreamOptions Read(ParseResult parsed, ImmutableArray<string> labels)
    {
        Dictionary<string, double> thresholds = _threshold.OfWords(parsed);
        Dictionary<string, double> suppressions = _suppression.OfWords(parsed);
        // An option that is not given is an empty array.
        string[]? keywords = parsed.GetValue(_keywords) is { Length: > 0 } given ? given : null;
        RequireLabels("--keywords", keywords ?? [], labels);
        RequireLabels("--threshold", thresholds.Keys, labels);
        RequireLabels("--suppression", suppressions.Keys, labels);
        return new()
        {
            Keywords = keywords,
            Threshold = _threshold.OfAll(parsed),
            Thresholds = thresholds,
            SmoothingHops = parsed.GetValue(_smoothing),
            Suppression = _suppression.OfAll(parsed) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Suppressions = suppressions.ToDictionary(word => word.Key, word => TimeSpan.FromSeconds(word.Value)),
        };
    }

    private static void RequireLabels(string option, IEnumerable<string> words, ImmutableArray<string> labels)
    {
        if (words.FirstOrDefault(word => !labels.Contains(word)) is { } unknown)
        {
            throw CliException.BadInput($"{option} has '{unknown}', expected labels of the model: {string.Join(", ", labels)}");
        }
    }
}
