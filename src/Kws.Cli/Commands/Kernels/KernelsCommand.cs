using System.CommandLine;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws kernels</c>: what this processor can run.</summary>
internal static class KernelsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "kernels", "Lists the kernels, the fastest first: what each needs, whether this processor has it, which one is the default.",
            "kws kernels",
            "kws kernels --json",
            "KWS_KERNEL=Scalar kws kernels");
        var json = new Option<bool>("--json")
        {
            Description = "Print JSON instead of a table, with multiply instructions and the switches of .NET that turn a kernel off",
        };
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            // A wrong KWS_KERNEL is an error, but the list is what its writer needs to see.
            string? defaultName = null;
            CliException? wrongDefault = null;
            try
            {
                defaultName = Classifiers.Create(KwsModel.Default, null).KernelName;
            }
            catch (CliException e)
            {
                wrongDefault = e;
            }

            if (parsed.GetValue(json))
            {
                OutputJson.Write(context.Out, KernelsJson.Of(defaultName), OutputJson.Default.KernelsJson);
            }
            else
            {
                WriteTable(context, defaultName);
            }

            if (wrongDefault is not null)
            {
                throw wrongDefault;
            }
        });
        return command;
    }

    private static void WriteTable(CliContext context, string? defaultName) =>
        new Screen(context).Write(new TableText(
            ["kernel"],
            ["instruction sets", "supported", "default"],
            [.. KwsClassifier.Kernels.Select(kernel => (Cell[])[
                kernel.Name,
                kernel.InstructionSets,
                kernel.IsSupported ? new Cell("yes", Tone.Good) : "no",
                kernel.Name == defaultName ? new Cell("yes", Tone.Strong) : "no"])]));
}
