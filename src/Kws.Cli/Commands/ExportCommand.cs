using System.CommandLine;

namespace Kws.Cli.Commands;

/// <summary><c>kws export</c>: the network in the formats of other tools.</summary>
internal static class ExportCommand
{
    public static Command Create() => new KwsCommand(
        "export", "Writes the network in the formats of other tools.",
        "kws export onnx --output kws.onnx")
    {
        ExportOnnxCommand.Create(),
    };
}
