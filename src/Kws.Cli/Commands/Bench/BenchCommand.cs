using System.CommandLine;
using Kws.Cli.Output;
using Kws.Hardware.Benchmarking;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws bench</c>: how fast the kernels are, and how near to what this processor can do.</summary>
internal static class BenchCommand
{
    /// <summary>Enough for some hundred samples of every vector kernel.</summary>
    private const int DefaultSeconds = 10;

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "bench",
            "Measures every kernel of this machine: time and clock cycles per inference, efficiency against the peak rate of its multiply "
            + "instruction, speed-up by a second thread.",
            "kws bench",
            "kws bench --kernel Avx2 --seconds 3",
            "kws bench --model samples/models/cmsis-ds-cnn.safetensors",
            "kws bench --json > bench.json");
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables" };
        Option<int?> seconds = Symbols.Number("--seconds", $"Time for the whole run; without it {DefaultSeconds}", 1);
        var kernel = new Option<string?>("--kernel")
        {
            Description = "Measure only this kernel, one that kws kernels lists; without it all that this machine supports",
            HelpName = "name",
        };
        command.Options.Add(json);
        command.Options.Add(seconds);
        command.Options.Add(kernel);
        var modelOptions = new ModelOptions(command, context);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            IReadOnlyList<string> kernels = parsed.GetValue(kernel) is { } name
                ? [Classifiers.Create(model, name).KernelName]
                : Benchmark.KernelsOf(model);
            BenchmarkReport report = Measure(model, kernels, parsed.GetValue(seconds) ?? DefaultSeconds, context);
            if (parsed.GetValue(json))
            {
                OutputJson.Write(context.Out, BenchmarkJson.Of(report), OutputJson.Default.BenchmarkJson);
            }
            else
            {
                BenchmarkTables.Write(context, report, model.Network);
            }
        });
        return command;
    }

    private static BenchmarkReport Measure(KwsModel model, IReadOnlyList<string> kernels, int seconds, CliContext context)
    {
        if (context.ErrorIsTerminal)
        {
            // A line, since a moving picture would take time from what is measured.
            context.Error.WriteLine($"measuring for {seconds} s");
        }

        try
        {
            return Benchmark.Run(new BenchmarkRequest(model, kernels, TimeSpan.FromSeconds(seconds)), context.Cancellation);
        }
        catch (OverflowException e)
        {
            throw CliException.BadInput(e.Message);
        }
        catch (TimeoutException e)
        {
            throw CliException.WrongUsage($"--seconds: {e.Message}");
        }
    }
}
