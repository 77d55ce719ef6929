using System.CommandLine;
using Kws.Hardware.Export.C;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws export c</c>: a model as C99 for microcontrollers.</summary>
internal static class ExportCCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "c",
            "Writes a model as C99 for microcontrollers: integers from the samples to the label, the same as those of kws, without a "
            + "library and without allocation.",
            "kws export c --arithmetic integers --output kws-c",
            "kws export c --model mine.safetensors --output kws-c");
        Option<string> output = OutputFolder.Option("Folder to write, new or empty; its kws.h has the functions");
        command.Options.Add(output);
        var modelOptions = new ModelOptions(command, context, hasSound: true);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            string folder = parsed.GetRequiredValue(output);
            OutputFolder.Write(folder, () => CExport.Write(folder, model));
            if (CExport.FrontEndOf(model) is null)
            {
                context.Error.WriteLine(model.FrontEnd.Arithmetic == FrontEndArithmetic.Integers
                    ? "kws: the network alone: its input is not the fingerprint of the front end"
                    : "kws: the network alone: the model's front end has single precision; --arithmetic integers writes one in integers");
            }

            context.Out.WriteLine(
                $"{folder}: {CExport.MemoryBytes(model)} bytes of working memory, {CExport.StreamBytes(model)} bytes of a stream");
        });
        return command;
    }
}
