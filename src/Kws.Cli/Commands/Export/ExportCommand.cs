using System.CommandLine;

namespace Kws.Cli.Commands;

/// <summary><c>kws export</c>: models and inferences for other tools.</summary>
internal static class ExportCommand
{
    public static Command Create(CliContext context) => new KwsCommand(
        "export", "Writes models and inferences for other tools.",
        "kws export c --arithmetic integers --output kws-c",
        "kws export onnx --output kws.onnx",
        "kws export vectors samples/recorded.txt --format mem --output vectors")
    {
        ExportCCommand.Create(context),
        ExportOnnxCommand.Create(context),
        ExportVectorsCommand.Create(context),
        ExportVerilogCommand.Create(context),
    };
}
