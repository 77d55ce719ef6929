using System.CommandLine;
using Kws.Cli.Output;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws model show</c>: layers, labels, front end, rule of detection and tensors of a model.</summary>
internal static class ModelShowCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "show",
            "Shows a model: labels, front end, rule of detection, layers, and the tensors with the least and greatest of their values.",
            "kws model show",
            "kws model show --model happy.safetensors",
            "kws model show --tensor DS-CNN/fc1/biases:0");
        var tensor = new Option<string?>("--tensor") { Description = "Print the values of this tensor only", HelpName = "name" };
        command.Options.Add(tensor);
        var modelOptions = new ModelOptions(command, context);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            var screen = new Screen(context);
            if (parsed.GetValue(tensor) is { } name)
            {
                TensorSpec spec = Find(model.Network, name);
                TensorText.Write(screen, spec.Name, spec.Axes, model[spec].AsSpan());
                return;
            }

            screen.WriteLine($"network    {DsCnn.ModelSizeInfo(model.Network) ?? "not described by model_size_info"}");
            screen.WriteLine($"input      {model.Network.Input}, {model.Network.MinInput} to {model.Network.MaxInput}");
            screen.WriteLine($"labels     {string.Join(", ", model.Labels)}");
            screen.WriteLine($"front end  {FrontEndText.Of(model.FrontEnd)}");
            if (model.Detection is { } detection)
            {
                screen.WriteLine($"detection  {DetectionText.Of(model, detection)}");
            }

            screen.WriteLine();
            screen.Write(ModelTables.Layers(model.Network));
            screen.WriteLine();
            screen.Write(ModelTables.Tensors(model));
        });
        return command;
    }

    /// <summary>The tensor of a name, as TensorFlow or as weight.h writes it.</summary>
    private static TensorSpec Find(Network network, string name) =>
        network.Tensors.FirstOrDefault(spec => spec.Name == name || spec.FileName == name)
        ?? throw CliException.BadInput(
            $"--tensor '{name}' is unknown; the tensors are {string.Join(", ", network.Tensors.Select(spec => spec.Name))}");
}
