using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Kws.Cli;

/// <summary>Makes arguments and options whose mistakes are told in full.</summary>
internal static class Symbols
{
    private const int MostThreads = 1024;

    /// <summary>The inputs of every command that takes fingerprints.</summary>
    private const string AnyFingerprints =
        "of fingerprints (text, .npy, .raw, .parquet, recorded cases) or sound (.wav)";

    public static Argument<string> File(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(RefuseOptions);
        return argument;
    }

    public static Argument<string> OneInput() =>
        File("input", $"A file {AnyFingerprints}, a folder of these, a pattern with *; {Files.StandardInput} is standard input");

    public static Argument<string[]> Fingerprints(ArgumentArity arity) =>
        Inputs($"Files {AnyFingerprints}, folders of these, patterns with *; {Files.StandardInput} is standard input", arity);

    public static Argument<string[]> Inputs(string description, ArgumentArity arity)
    {
        var argument = new Argument<string[]>("input") { Description = description, Arity = arity };
        argument.Validators.Add(RefuseOptions);
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count(token => token.Value == Files.StandardInput) > 1)
            {
                result.AddError($"standard input ({Files.StandardInput}) can be read only once");
            }
        });
        return argument;
    }

    /// <summary>The file that a command exists to write.</summary>
    public static Option<string> Output(string description)
    {
        var option = new Option<string>("--output") { Description = description, HelpName = "file", Required = true };
        RefuseDash(option);
        return option;
    }

    /// <summary>Refuses <c>-</c> as the name of an output: its user means standard output, and would get a file of that name.</summary>
    public static void RefuseDash(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: Files.StandardInput }])
        {
            result.AddError($"{option.Name} is '-', expected a name (standard output is /dev/stdout, a file of that name ./-)");
        }
    });

    public static Option<string?> Kernel() => new("--kernel")
    {
        Description = "Kernel to use, one that kws kernels lists; without it the fastest one",
        HelpName = "name",
    };

    public static Option<int?> Threads() =>
        Number("--threads", $"Most threads to use, at most {MostThreads}; without it one per processor", 1, MostThreads);

    /// <summary>One of some words.</summary>
    public static Option<string?> Choice<T>(string name, string description, string helpName, (string Name, T Value)[] choices)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var word] && choices.All(choice => choice.Name != word.Value))
            {
                result.AddError($"{name} is '{word.Value}', expected {Names(choices)}");
            }
        });
        return option;
    }

    /// <summary>The words of a choice in a sentence.</summary>
    public static string Names<T>((string Name, T Value)[] choices) =>
        $"{string.Join(", ", choices.SkipLast(1).Select(choice => choice.Name))} or {choices[^1].Name}";

    public static Option<T?> Number<T>(string name, string description, T least, T? most = null)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name)
        {
            Description = description,
            HelpName = "number",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value) && value >= least
                    && value <= (most ?? T.MaxValue))
                {
                    return value;
                }

                result.AddError($"{name} is '{text}', expected an integer from {least} to {most ?? T.MaxValue}");
                return null;
            },
        };

    /// <summary>A frequency in Hz, 0 or more.</summary>
    public static Option<double?> Frequency(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "hertz",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
            {
                return value;
            }

            result.AddError($"{name} is '{text}', expected a frequency in Hz, 0 or more");
            return null;
        },
    };

    /// <summary>A number from 0 on.</summary>
    public static Option<double?> Real(string name, string description, string unit, int most) => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value <= most)
            {
                return value;
            }

            result.AddError($"{name} is '{text}', expected a number from 0 to {most}");
            return null;
        },
    };

    /// <summary>The parser takes an option that it does not know for the name of a file; "no such file" would not help.</summary>
    private static void RefuseOptions(ArgumentResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (token.Value.StartsWith('-') && token.Value != Files.StandardInput)
            {
                result.AddError($"unknown option '{token.Value}' (write a file of that name as ./{token.Value})");
            }
        }
    }
}
