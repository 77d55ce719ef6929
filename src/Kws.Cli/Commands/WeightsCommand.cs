using System.CommandLine;

namespace Kws.Cli.Commands;

/// <summary><c>kws weights</c>: commands about weight files.</summary>
internal static class WeightsCommand
{
    public static Command Create(CliContext context) => new KwsCommand(
        "weights", "Shows and converts weight files.",
        "kws weights show",
        "kws weights convert weights.c weight.h")
    {
        WeightsShowCommand.Create(context),
        WeightsConvertCommand.Create(),
    };
}
