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
            "kws export onnx --output kws.onnx --weights weight.h --labels labels.txt",
            "kws export onnx --output kws.onnx --opset 13");
        Option<string> output = Symbols.Output("File to write, whole or not at all");
        var opset = new Option<OnnxOperatorSet?>("--opset")
        {
            Description = "Version of the operator set: 18, or 13 for older tools; without it 18",
            HelpName = "number",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (text is "13" or "18")
                {
                    return text == "13" ? OnnxOperatorSet.Version13 : OnnxOperatorSet.Version18;
                }

                result.AddError($"--opset is '{text}', expected 13 or 18");
                return null;
            },
        };
        command.Options.Add(output);
        command.Options.Add(opset);
        var modelOptions = new ModelOptions(command, context);
        command.SetAction(parsed =>
        {
            try
            {
                byte[] graph = OnnxExport.Serialize(modelOptions.Load(parsed), parsed.GetValue(opset) ?? OnnxOperatorSet.Version18);
                Files.WriteBytes(parsed.GetRequiredValue(output), stream => stream.Write(graph));
            }
            catch (NotSupportedException e)
            {
                throw CliException.BadInput($"this model cannot be written as ONNX: {e.Message}");
            }
        });
        return command;
    }
}
