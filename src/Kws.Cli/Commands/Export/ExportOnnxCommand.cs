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
            "kws export onnx --output kws.onnx --opset 13",
            "kws export onnx --output kws.onnx --form integer --model ds-cnn-s");
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
        var form = new Option<OnnxForm?>("--form")
        {
            Description = "Operators of products: float (Conv, MatMul; exact), or integer (ConvInteger, MatMulInteger) for models whose "
                + "values have 8 bits; without it float",
            HelpName = "name",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (text is "float" or "integer")
                {
                    return text == "integer" ? OnnxForm.Integers : OnnxForm.FloatingPoint;
                }

                result.AddError($"--form is '{text}', expected float or integer");
                return null;
            },
        };
        command.Options.Add(output);
        command.Options.Add(opset);
        command.Options.Add(form);
        var modelOptions = new ModelOptions(command, context);
        command.SetAction(parsed =>
        {
            try
            {
                var notes = new List<string>();
                byte[] graph = OnnxExport.Serialize(
                    modelOptions.Load(parsed), parsed.GetValue(opset) ?? OnnxOperatorSet.Version18,
                    parsed.GetValue(form) ?? OnnxForm.FloatingPoint, notes.Add);
                Files.WriteBytes(parsed.GetRequiredValue(output), stream => stream.Write(graph));
                notes.ForEach(context.Error.WriteLine);
            }
            catch (NotSupportedException e)
            {
                throw CliException.BadInput($"this model cannot be written as ONNX: {e.Message}");
            }
        });
        return command;
    }
}
