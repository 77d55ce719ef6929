using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Kws.Cli;

/// <summary>An option with a number for all words, and WORD=NUMBER for single ones, each once.</summary>
internal sealed class WordNumbers
{
    private readonly Option<ImmutableArray<(string? Word, double Number)>> _option;

    /// <param name="name">The option.</param>
    /// <param name="description">Its description.</param>
    /// <param name="unit">The name of a value in the help.</param>
    /// <param name="isIn">True for a number that is in range.</param>
    /// <param name="expected">The range in messages.</param>
    public WordNumbers(string name, string description, string unit, Predicate<double> isIn, string expected) => _option = new(name)
    {
        Description = description,
        HelpName = unit,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => Parse(result, name, isIn, expected),
        DefaultValueFactory = _ => [],
    };

    /// <summary>The option itself.</summary>
    public Option Option => _option;

    /// <summary>The number for all words; null if there is none.</summary>
    public double? OfAll(ParseResult parsed) =>
        parsed.GetValue(_option).Where(number => number.Word is null).Select(number => (double?)number.Number).SingleOrDefault();

    /// <summary>The numbers of single words.</summary>
    public Dictionary<string, double> OfWords(ParseResult parsed) =>
        parsed.GetValue(_option).Where(number => number.Word is not null).ToDictionary(number => number.Word!, number => number.Number);

    private static ImmutableArray<(string? Word, double Number)> Parse(
        ArgumentResult result, string name, Predicate<double> isIn, string expected)
    {
        var numbers = new List<(string? Word, double Number)>();
        foreach (Token token in result.Tokens)
        {
            // A label may have the sign too.
            int sign = token.Value.LastIndexOf('=');
            string? word = sign < 0 ? null : token.Value[..sign];
            if (!double.TryParse(
                    token.Value.AsSpan(sign + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                || !isIn(number))
            {
                string place = word is null ? "" : $" after '{word}='";
                result.AddError($"{name} is '{token.Value}', expected a number {expected}{place}");
                return [];
            }

            if (numbers.Any(other => other.Word == word))
            {
                result.AddError($"{name} is given twice for {(word is null ? "all words" : $"'{word}'")}, expected once");
                return [];
            }

            numbers.Add((word, number));
        }

        return [.. numbers];
    }
}
