using System.CommandLine;

namespace Kws.Cli.Commands;

/// <summary><c>kws import</c>: models of other tools.</summary>
internal static class ImportCommand
{
    public static Command Create(CliContext context) => new KwsCommand(
        "import", "Makes model files of the models of other tools.",
        "kws import cmsis cmsis-ds-cnn --output cmsis-ds-cnn.safetensors")
    {
        ImportCmsisCommand.Create(),
        ImportTensorFlowCommand.Create(context),
    };
}
