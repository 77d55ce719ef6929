using System.Globalization;
using Kws.Analysis.Benchmarking;
using Kws.Model;
using Spectre.Console;

namespace Kws.Cli.Output;

/// <summary>Prints a benchmark for people.</summary>
internal static class BenchmarkTables
{
    public static void Write(CliContext context, BenchmarkReport report, DsCnnTopology topology)
    {
        TextWriter output = context.Out;
        IAnsiConsole console = SpectreConsole.ForOutput(context);
        output.WriteLine(Invariant($"{report.Cpu}, clock {report.ClockGHz:F3} GHz"));
        output.WriteLine();
        console.Write(Timings(context, report));
        output.WriteLine();
        console.Write(Threads(context, report));
        output.WriteLine();
        console.Write(Multiplies(context, report, topology));
        output.WriteLine();
        string products = Invariant($"{MultiplyAccumulates.Of(topology):N0}");
        output.WriteLine($"efficiency: the time of the least number of multiply instructions for the network's {products} products,");
        output.WriteLine("without padding or waste and at their peak rate on this processor, divided by the time measured. Winograd's");
        output.WriteLine("algorithm does with fewer multiplies than that, so the efficiency of kernels that use it may exceed 1.");
    }

    private static Table Timings(CliContext context, BenchmarkReport report)
    {
        Table table = SpectreConsole.CreateTable(
            context.OutIsTerminal, "kernel", " batch", " ns/inference", " fingerprints/s", " cycles/inference", " efficiency");
        foreach (KernelTiming timing in report.Results)
        {
            table.AddRow(
                new Text(timing.Kernel),
                Cell($"{timing.Batch}"),
                Cell($"{timing.NsPerInference:F1}"),
                Cell($"{1e9 / timing.NsPerInference:N0}"),
                Cell($"{timing.CyclesPerInference:F0}"),
                Cell($"{timing.Efficiency:F3}"));
        }

        return table;
    }

    private static Table Threads(CliContext context, BenchmarkReport report)
    {
        Table table = SpectreConsole.CreateTable(
            context.OutIsTerminal, "kernel", " threads", " ns/inference", " fingerprints/s", " speed-up");
        foreach (ThreadTiming timing in report.Threads)
        {
            table.AddRow(
                new Text(timing.Kernel),
                Cell($"{timing.Threads}"),
                Cell($"{timing.NsPerInference:F1}"),
                Cell($"{1e9 / timing.NsPerInference:N0}"),
                Cell($"{timing.SpeedUp:F2}"));
        }

        return table;
    }

    private static Table Multiplies(CliContext context, BenchmarkReport report, DsCnnTopology topology)
    {
        Table table = SpectreConsole.CreateTable(
            context.OutIsTerminal, "kernel", "multiply instructions", " least number", " peak/s", " peak/cycle");
        foreach (KernelTiming timing in report.Results.DistinctBy(timing => timing.Kernel))
        {
            KernelMultiplies multiplies = KernelMultiplies.Of(timing.Kernel);
            IEnumerable<string> names = new[] { multiplies.Convolution.Name, multiplies.Others.Name }.Distinct();
            table.AddRow(
                new Text(timing.Kernel),
                new Text(string.Join(", ", names)),
                Cell($"{multiplies.Least(topology):N0}"),
                Cell($"{timing.PeakMultipliesPerSecond:N0}"),
                Cell($"{timing.PeakMultipliesPerSecond / (report.ClockGHz * 1e9):F2}"));
        }

        return table;
    }

    private static Text Cell(FormattableString value) => new(Invariant(value));

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
