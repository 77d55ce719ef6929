using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
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

    private readonly Option<ImmutableArray<(string? Word, double Threshold)>> _threshold = new("--threshold")
    {
        Description = "Least score of a keyword, or WORD=NUMBER for one of them, as often as there are words; without it that of the "
            + FormattableString.Invariant($"model, else {DetectionSettings.DefaultThreshold}"),
        HelpName = "number",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Thresholds,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int?> _smoothing = Symbols.Number(
        "--smoothing",
        $"Hops over which scores are averaged; without it those of the model, else {Defaults.SmoothingHops}",
        1,
        KeywordStreamOptions.MaxSmoothingHops);

    private readonly Option<double?> _suppression = Symbols.Real(
        "--suppression",
        FormattableString.Invariant(
            $"Seconds after a detection without another one; without it those of the model, else {Defaults.Suppression.TotalSeconds}"),
        "seconds",
        DetectionSettings.MaxSuppressionSeconds);

    /// <param name="command">Receives the options.</param>
    public DetectionOptions(KwsCommand command)
    {
        foreach (Option option in (Option[])[_keywords, _threshold, _smoothing, _suppression])
        {
            command.Options.Add(option);
        }
    }

    public KeywordStreamOptions Read(ParseResult parsed, ImmutableArray<string> labels)
    {
        ImmutableArray<(string? Word, double Threshold)> thresholds = parsed.GetValue(_threshold);
        // An option that is not given is an empty array.
        string[]? keywords = parsed.GetValue(_keywords) is { Length: > 0 } given ? given : null;
        RequireLabels("--keywords", keywords ?? [], labels);
        RequireLabels("--threshold", thresholds.Select(threshold => threshold.Word).OfType<string>(), labels);
        return new()
        {
            Keywords = keywords,
            Threshold = thresholds.Where(threshold => threshold.Word is null).Select(all => (double?)all.Threshold).SingleOrDefault(),
            Thresholds = thresholds.Where(threshold => threshold.Word is not null).ToDictionary(own => own.Word!, own => own.Threshold),
            SmoothingHops = parsed.GetValue(_smoothing),
            Suppression = parsed.GetValue(_suppression) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private static ImmutableArray<(string? Word, double Threshold)> Thresholds(ArgumentResult result)
    {
        var thresholds = new List<(string? Word, double Threshold)>();
        foreach (Token token in result.Tokens)
        {
            // A label may have the sign too.
            int sign = token.Value.LastIndexOf('=');
            string? word = sign < 0 ? null : token.Value[..sign];
            if (!double.TryParse(
                    token.Value.AsSpan(sign + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double threshold)
                || threshold is not (> 0 and <= 1))
            {
                string place = word is null ? "" : $" after '{word}='";
                result.AddError($"--threshold is '{token.Value}', expected a number more than 0 and at most 1{place}");
                return [];
            }

            if (thresholds.Any(other => other.Word == word))
            {
                result.AddError($"--threshold is given twice for {(word is null ? "all words" : $"'{word}'")}, expected once");
                return [];
            }

            thresholds.Add((word, threshold));
        }

        return [.. thresholds];
    }

    private static void RequireLabels(string option, IEnumerable<string> words, ImmutableArray<string> labels)
    {
        if (words.FirstOrDefault(word => !labels.Contains(word)) is { } unknown)
        {
            throw CliException.BadInput($"{option} has '{unknown}', expected labels of the model: {string.Join(", ", labels)}");
        }
    }
}
