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
            "kernels",
            "Lists the kernels, the fastest first: what each needs, whether this processor has it, which one is the default. Shows how "
                + "that one computes the layers of a network that has no kernel of its own.",
            "kws kernels",
            "kws kernels --model samples/models/cmsis-ds-cnn.safetensors",
            "kws kernels --json",
            "KWS_KERNEL=Scalar kws kernels");
        var json = new Option<bool>("--json")
        {
            Description = "Print JSON instead of a table, with multiply instructions and the switches of .NET that turn a kernel off",
        };
        command.Options.Add(json);
        var modelOptions = new ModelOptions(command, context);
        command.SetAction(parsed =>
        {
            // A wrong KWS_KERNEL is an error, but the list is what its writer needs to see.
            KwsModel model = modelOptions.Load(parsed);
            KwsClassifier? classifier = null;
            CliException? wrongDefault = null;
            try
            {
                classifier = Classifiers.Create(model, null);
            }
            catch (CliException e)
            {
                wrongDefault = e;
            }

            if (parsed.GetValue(json))
            {
                OutputJson.Write(context.Out, KernelsJson.Of(classifier?.KernelName), OutputJson.Default.KernelsJson);
            }
            else
            {
                WriteTables(context, classifier);
            }

            if (wrongDefault is not null)
            {
                throw wrongDefault;
            }
        });
        return command;
    }

    private static void WriteTables(CliContext context, KwsClassifier? classifier)
    {
        var screen = new Screen(context);
        screen.Write(new TableText(
            ["kernel"],
            ["instruction sets", "supported", "default"],
            [.. KwsClassifier.Kernels.Select(kernel => (Cell[])[
                kernel.Name,
                kernel.InstructionSets,
                kernel.IsSupported ? new Cell("yes", Tone.Good) : "no",
                kernel.Name == classifier?.KernelName ? new Cell("yes", Tone.Strong) : "no"])]));
        if (classifier?.Steps is { Count: > 0 } steps)
        {
            screen.WriteLine();
            screen.Write(new TableText(["layer"], ["arithmetic"], [.. steps.Select(step => (Cell[])[step.Layer, step.Arithmetic])]));
        }
    }
}
