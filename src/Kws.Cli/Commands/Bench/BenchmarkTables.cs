using System.Globalization;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Hardware.Benchmarking;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>Prints a benchmark for people.</summary>
internal static class BenchmarkTables
{
    public static void Write(CliContext context, BenchmarkReport report, Network network)
    {
        var screen = new Screen(context);
        screen.WriteLine(Invariant($"{report.Cpu}, clock {report.ClockGHz:F3} GHz"));
        foreach (TableText table in (TableText[])[Timings(report), Threads(report), Multiplies(report, network)])
        {
            screen.WriteLine();
            screen.Write(table);
        }

        string products = Invariant($"{MultiplyAccumulates.Of(network):N0}");
        screen.WriteLine();
        screen.WriteLine($"needed: the fewest multiply instructions for the network's {products} products, without padding or waste.");
        screen.WriteLine("peak: how many of these instructions this processor does with nothing else to do.");
        screen.WriteLine("efficiency: the time that the needed instructions take at the peak rate, divided by the time measured. "
            + "Winograd's algorithm needs fewer, so that the efficiency of kernels that use it may exceed 1.");
    }

    private static TableText Timings(BenchmarkReport report)
    {
        double best = report.Results.Min(timing => timing.NsPerInference);
        return new(
            ["kernel", " batch"],
            [" ns/inference", " fingerprints/s", " cycles/inference", " efficiency"],
            [.. report.Results.Select(timing => (Cell[])[
                timing.Kernel,
                Invariant($"{timing.Batch}"),
                new(Invariant($"{timing.NsPerInference:F1}"), timing.NsPerInference == best ? Tone.Strong : Tone.Plain),
                Invariant($"{1e9 / timing.NsPerInference:N0}"),
                Invariant($"{timing.CyclesPerInference:F0}"),
                Invariant($"{timing.Efficiency:F3}")])]);
    }

    private static TableText Threads(BenchmarkReport report) => new(
        ["kernel", " threads"],
        [" ns/inference", " fingerprints/s", " speed-up"],
        [.. report.Threads.Select(timing => (Cell[])[
            timing.Kernel,
            Invariant($"{timing.Threads}"),
            Invariant($"{timing.NsPerInference:F1}"),
            Invariant($"{1e9 / timing.NsPerInference:N0}"),
            Invariant($"{timing.SpeedUp:F2}")])]);

    private static TableText Multiplies(BenchmarkReport report, Network network) => new(
        ["kernel"],
        ["multiply instructions", " needed", new("peak", " /ns", " /cycle")],
        [.. from timing in report.Results.DistinctBy(timing => timing.Kernel)
        let kernel = KwsClassifier.Kernels.Single(kernel => kernel.Name == timing.Kernel)
        select (Cell[])[
            timing.Kernel,
            string.Join(", ", new[] { kernel.ConvolutionMultiply.Name, kernel.OtherMultiply.Name }.Distinct()),
            Invariant($"{LeastMultiplies.Of(kernel, network):N0}"),
            Invariant($"{timing.PeakMultipliesPerSecond / 1e9:F3}"),
            Invariant($"{timing.PeakMultipliesPerSecond / (report.ClockGHz * 1e9):F2}")]]);

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
