using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Kws.Cli.Output;
using Kws.Model;
using Spectre.Console;

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
            DsCnnModel model = modelOptions.Load(parsed);
            if (parsed.GetValue(tensor) is { } name)
            {
                TensorSpec spec = Find(model.Topology, name);
                TensorText.Write(context.Out, spec.Name, spec.Axes, model[spec].AsSpan());
            }
            else
            {
                WriteTable(context, model);
            }
        });
        return command;
    }

    /// <summary>The tensor of a name, as TensorFlow or as weight.h writes it.</summary>
    private static TensorSpec Find(DsCnnTopology topology, string name) =>
        topology.Tensors.FirstOrDefault(spec => spec.Name == name || spec.FileName == name)
        ?? throw CliException.BadInput(
            $"--tensor '{name}' is unknown; the tensors are {string.Join(", ", topology.Tensors.Select(spec => spec.Name))}");

    private static void WriteTable(CliContext context, DsCnnModel model)
    {
        Table table = SpectreConsole.CreateTable(context.OutIsTerminal, "tensor", "axes", " values", " min", " max", " bits");
        foreach (TensorSpec spec in model.Topology.Tensors)
        {
            ImmutableArray<int> values = model[spec];
            int min = values.Min();
            int max = values.Max();
            table.AddRow(
                new Text(spec.Name),
                new Text(TensorText.Describe(spec.Axes)),
                Number(values.Length),
                Number(min),
                Number(max),
                Number(Math.Max(SignedBits(min), SignedBits(max))));
        }

        SpectreConsole.ForOutput(context).Write(table);
    }

    private static Text Number(int value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The fewest bits of two's complement that hold a value: 6 for -32 to 31.</summary>
    private static int SignedBits(int value) => 1 + (32 - int.LeadingZeroCount(value < 0 ? ~value : value));
}
