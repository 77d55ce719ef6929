using System.CommandLine;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Model;
using Spectre.Console;

namespace Kws.Cli.Commands;

/// <summary><c>kws kernels</c>: what this processor can run.</summary>
internal static class KernelsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "kernels", "Lists the kernels, the fastest first: what each needs, whether this processor has it, which one is the default.",
            "kws kernels",
            "KWS_KERNEL=Scalar kws kernels");
        command.SetAction(_ =>
        {
            // A wrong KWS_KERNEL is an error, but the list is what its writer needs to see.
            string? defaultName = null;
            CliException? wrongDefault = null;
            try
            {
                defaultName = Classifiers.Create(DsCnnModel.Default, null).KernelName;
            }
            catch (CliException e)
            {
                wrongDefault = e;
            }

            Table table = SpectreConsole.CreateTable(context.OutIsTerminal, "kernel", "instruction sets", "supported", "default");
            foreach (KernelInfo kernel in KwsClassifier.Kernels)
            {
                table.AddRow(
                    new Text(kernel.Name),
                    new Text(kernel.InstructionSets),
                    kernel.IsSupported ? new Text("yes", Color.Green) : new Text("no", Color.Red),
                    new Text(kernel.Name == defaultName ? "yes" : "no"));
            }

            SpectreConsole.ForOutput(context).Write(table);
            if (wrongDefault is not null)
            {
                throw wrongDefault;
            }
        });
        return command;
    }
}
