using System.CommandLine;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws model convert</c>: a model file of weights, or the weights of a model file.</summary>
internal static class ModelConvertCommand
{
    private const string ModelEnding = ".safetensors";
    private const string WeightsEnding = ".h";

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "convert",
            $"Writes a model in the form that the name of the output says: {ModelEnding} has all of a model, {WeightsEnding} its weights "
                + "alone.",
            "kws model convert weight.h happy.safetensors --labels labels.txt",
            "kws model convert weights.c model.safetensors --model-size-info \"2 48 4 4 2 2 16 3 3 1 1\"",
            "kws model convert happy.safetensors weight.h");
        Argument<string> input = Symbols.File("input", "Model file, or weights as macros or arrays of C");
        Argument<string> output = Symbols.File(
            "output", "File to write, whole or not at all; one whose name has no ending, such as /dev/stdout, gets weights");
        output.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: Files.StandardInput }])
            {
                result.AddError("the output is '-', expected a name (standard output is /dev/stdout, a file of that name ./-)");
            }
            else if (result.Tokens is [{ Value: var name }] && EndingOf(name) is not (ModelEnding or WeightsEnding or ""))
            {
                result.AddError($"the output is '{name}', expected a name that ends in {ModelEnding} or {WeightsEnding}");
            }
        });
        command.Arguments.Add(input);
        command.Arguments.Add(output);
        var modelOptions = new ModelOptions(command, context, isArgument: true, hasSound: true);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed, parsed.GetRequiredValue(input));
            string path = parsed.GetRequiredValue(output);
            if (EndingOf(path) == ModelEnding)
            {
                Files.WriteBytes(path, model.Save);
            }
            else
            {
                Files.Write(path, writer => WeightFile.Write(writer, model));
            }
        });
        return command;
    }

    private static string EndingOf(string path) => Path.GetExtension(path).ToLowerInvariant();
}
