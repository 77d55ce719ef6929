using System.CommandLine;
using Kws.Hardware.Export.Onnx;

namespace Kws.Cli.Commands;

/// <summary><c>kws export onnx</c>: the network as an ONNX graph with the reference's integers.</summary>
internal static class ExportOnnxCommand
{
    private static readonly (string Name, OnnxForm Value)[] Forms = [("float", OnnxForm.FloatingPoint), ("integer", OnnxForm.Integers)];

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
        Option<string?> form = Symbols.Choice(
            "--form", "Operators of products: float (Conv, Gemm, MatMul), or integer (ConvInteger, MatMulInteger), for models whose layers "
                + "read values of 8 bits; without it float", "form", Forms);
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
                    Forms.SingleOrDefault(one => one.Name == parsed.GetValue(form)).Value, notes.Add);
                Files.WriteBytes(parsed.GetRequiredValue(output), stream => stream.Write(graph));
                notes.ForEach(note => context.Error.WriteLine($"kws: {note}"));
            }
            catch (NotSupportedException e)
            {
                throw CliException.BadInput($"this model cannot be written as ONNX: {e.Message}");
            }
        });
        return command;
    }
}
