using System.CommandLine;

namespace Kws.Cli.Commands;

/// <summary><c>kws model</c>: commands about models.</summary>
internal static class ModelCommand
{
    public static Command Create(CliContext context) => new KwsCommand(
        "model", "Shows and converts models.",
        "kws model show",
        "kws model convert weight.h happy.safetensors")
    {
        ModelShowCommand.Create(context),
        ModelConvertCommand.Create(context),
    };
}
