using System.CommandLine;
using Kws.Hardware.Export.Onnx;

namespace Kws.Cli.Commands;

/// <summary><c>kws export onnx</c>: the network as an ONNX graph with the reference's integers.</summary>
internal static class ExportOnnxCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "onnx", "Writes the network as an ONNX graph that computes the same integers, for instance in ONNX Runtime.",
            "kws export onnx --output kws.onnx",
            "kws export onnx --output kws.onnx --weights weight.h --labels labels.txt");
        Option<string> output = Symbols.Output("File to write, whole or not at all");
        command.Options.Add(output);
        var modelOptions = new ModelOptions(command, context);
        command.SetAction(parsed =>
        {
            try
            {
                Files.Write(parsed.GetRequiredValue(output), OnnxExport.Serialize(modelOptions.Load(parsed)));
            }
            catch (NotSupportedException e)
            {
                throw CliException.BadInput($"this model cannot be written as ONNX: {e.Message}");
            }
        });
        return command;
    }
}
