using System.CommandLine;
using System.Globalization;
using Kws.Cli.Output;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws weights show</c>: the tensors of a model.</summary>
internal static class WeightsShowCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "show", "Lists the tensors of a model: axes, number of values, least and greatest value, bits in two's complement.",
            "kws weights show",
            "kws weights show --weights weight.h",
            "kws weights show --tensor DS-CNN/fc1/biases:0");
        var tensor = new Option<string?>("--tensor") { Description = "Print the values of this tensor", HelpName = "name" };
        command.Options.Add(tensor);
        var modelOptions = new ModelOptions(command);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            if (parsed.GetValue(tensor) is { } name)
            {
                TensorSpec spec = Find(model.Network, name);
                TensorText.Write(new Screen(context), spec.Name, spec.Axes, model[spec].AsSpan());
            }
            else
            {
                new Screen(context).Write(Table(model));
            }
        });
        return command;
    }

    /// <summary>The tensor of a name, as TensorFlow or as weight.h writes it.</summary>
    private static TensorSpec Find(Network network, string name) =>
        network.Tensors.FirstOrDefault(spec => spec.Name == name || spec.FileName == name)
        ?? throw CliException.BadInput(
            $"--tensor '{name}' is unknown; the tensors are {string.Join(", ", network.Tensors.Select(spec => spec.Name))}");

    private static TableText Table(KwsModel model) => new(
        ["tensor"],
        ["axes", " values", " min", " max", " bits"],
        [.. from spec in model.Network.Tensors
        let values = model[spec]
        let min = values.Min()
        let max = values.Max()
        select (Cell[])[
            spec.Name,
            TensorText.Describe(spec.Axes),
            Number(values.Length),
            Number(min),
            Number(max),
            Number(Math.Max(SignedBits(min), SignedBits(max)))]]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The fewest bits of two's complement that hold a value: 6 for -32 to 31.</summary>
    private static int SignedBits(int value) => 1 + (32 - int.LeadingZeroCount(value < 0 ? ~value : value));
}
