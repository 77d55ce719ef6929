using System.Collections.Immutable;
using System.CommandLine;
using Kws.Cli.Output;
using Kws.Hardware.Estimates;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws estimate</c>: cycles, multiplies, memory and widths of a model in hardware.</summary>
internal static class EstimateCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "estimate",
            "Tells what a model costs in the circuit that kws export verilog writes: exact cycles per layer and inference, multiplies, "
            + "memory bits and reads, and proven widths. For a recurrent model there are no cycles, since there is no such circuit.",
            "kws estimate --multipliers 1,4,16",
            "kws estimate --multipliers 16 --model samples/models/cmsis-ds-cnn.safetensors",
            "kws estimate --multipliers 1 --json > estimate.json");
        Option<int[]?> multipliers = NumberList.Option<int>(
            "--multipliers", $"Numbers of multipliers, from 1 to {CircuitEstimate.MaxMultipliers}, separated by commas",
            $"an integer from 1 to {CircuitEstimate.MaxMultipliers}", number => number is >= 1 and <= CircuitEstimate.MaxMultipliers);
        multipliers.Required = true;
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables" };
        command.Options.Add(multipliers);
        command.Options.Add(json);
        var modelOptions = new ModelOptions(command, context);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            ImmutableArray<CircuitEstimate> estimates = Activity.Show(context, activity =>
            {
                activity.Report("proving widths");
                return CircuitEstimate.Of(model, parsed.GetRequiredValue(multipliers)!, context.Cancellation);
            });
            if (parsed.GetValue(json))
            {
                OutputJson.Write(context.Out, EstimatesJson.Of(model, estimates), OutputJson.Default.EstimatesJson);
            }
            else
            {
                EstimateTables.Write(context, estimates);
            }
        });
        return command;
    }
}
