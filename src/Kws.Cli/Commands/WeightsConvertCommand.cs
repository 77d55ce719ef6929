using System.CommandLine;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws weights convert</c>: any weight file that is understood to the canonical form.</summary>
internal static class WeightsConvertCommand
{
    public static Command Create()
    {
        var command = new KwsCommand(
            "convert", "Writes a weight file of any form as the training scripts do: one #define per tensor.",
            "kws weights convert weights.c weight.h",
            "kws weights convert weights.c weight.h --model-size-info \"2 48 4 4 2 2 16 3 3 1 1\"");
        Argument<string> input = Symbols.File("input", "Weight file: macros or arrays of C, names with - or _");
        Argument<string> output = Symbols.File("output", "File to write, whole or not at all");
        output.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: Files.StandardInput }])
            {
                result.AddError("the output is '-', expected a name (standard output is /dev/stdout, a file of that name ./-)");
            }
        });
        command.Arguments.Add(input);
        command.Arguments.Add(output);
        var modelOptions = new ModelOptions(command, withWeights: false);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed, parsed.GetRequiredValue(input));
            Files.Write(parsed.GetRequiredValue(output), writer => WeightFile.Write(writer, model));
        });
        return command;
    }
}
