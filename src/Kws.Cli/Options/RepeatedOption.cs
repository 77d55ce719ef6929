using System.CommandLine;

namespace Kws.Cli;

/// <summary>Finds an option of one value that was given several: the parser would take one of them and drop the others.</summary>
internal static class RepeatedOption
{
    /// <summary>The problem in one line; null if there is none.</summary>
    public static string? Problem(ParseResult parsed)
    {
        foreach (Option option in parsed.CommandResult.Command.Options.Where(IsScalar))
        {
            if (parsed.GetResult(option) is { IdentifierTokenCount: > 1 and var count })
            {
                return $"{option.Name} is given {count} times, expected once";
            }
        }

        return null;
    }

    /// <summary>True for an option with one value. A flag that is repeated says the same.</summary>
    public static bool IsScalar(Option option) => option.Arity.MaximumNumberOfValues == 1 && option.ValueType != typeof(bool);
}
