using System.CommandLine;
using Kws.Model;

namespace Kws.Cli;

/// <summary>The numbers that sound is computed with.</summary>
internal sealed class ArithmeticOption
{
    private static readonly (string Name, FrontEndArithmetic Value)[] Choices =
        [("integers", FrontEndArithmetic.Integers), ("single-precision", FrontEndArithmetic.SinglePrecision)];

    /// <summary>The option.</summary>
    public Option<string?> Option { get; } = Symbols.Choice(
        "--arithmetic", $"Numbers that sound is computed with: {Symbols.Names(Choices)}", "numbers", Choices);

    /// <summary>The word for them.</summary>
    public static string Name(FrontEndArithmetic arithmetic) => Choices.Single(choice => choice.Value == arithmetic).Name;

    /// <summary>The numbers asked for; null if none were.</summary>
    public FrontEndArithmetic? Read(ParseResult parsed) =>
        parsed.GetValue(Option) is { } name ? Choices.Single(choice => choice.Name == name).Value : null;
}
