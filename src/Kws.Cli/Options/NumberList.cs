using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Kws.Cli;

/// <summary>Makes options of one number or several with commas between them.</summary>
internal static class NumberList
{
    public static Option<T[]?> Option<T>(string name, string description, string expected, Func<T, bool> isValid)
        where T : INumber<T> => new(name)
        {
            Description = description,
            HelpName = "numbers",
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                var numbers = new List<T>();
                foreach (string word in text.Split(','))
                {
                    if (!T.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out T? number) || !isValid(number))
                    {
                        result.AddError($"{name} is '{text}', expected {expected}, or several with commas between them");
                        return null;
                    }

                    numbers.Add(number);
                }

                return [.. numbers];
            },
        };
}
