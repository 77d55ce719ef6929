using System.CommandLine;
using System.Globalization;
using Kws.Cli.Output;

namespace Kws.Cli.Commands;

/// <summary><c>kws models</c>: the models that come with kws.</summary>
internal static class ModelsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "models",
            "Lists the models that come with kws. --model takes their names, besides files: kws label-wav --model ds-cnn-s yes.wav.",
            "kws models");
        command.SetAction(_ => new Screen(context).Write(Table()));
        return command;
    }

    private static TableText Table() => new(
        ["model"],
        ["network", " weights", " ms of sound", "words", "licence"],
        [.. from inside in InsideModels.All
            let model = InsideModels.Of(inside.Name)!
            select (Cell[])[
                inside.Name,
                inside.Network,
                Number(model.Network.Tensors.Sum(tensor => tensor.Count)),
                Number(1000 * model.FrontEnd.ClipLength / model.FrontEnd.SampleRate),
                string.Join(' ', model.Labels.Where(label => !label.StartsWith('_'))),
                inside.Licence]]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
