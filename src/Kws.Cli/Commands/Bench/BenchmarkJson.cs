using Kws.Hardware.Benchmarking;

namespace Kws.Cli.Commands;

/// <summary>A benchmark for programs. The members are those of <see cref="BenchmarkReport"/>.</summary>
internal sealed record BenchmarkJson(
    string Cpu, double ClockGHz, IEnumerable<KernelTimingJson> Results, IEnumerable<ThreadTimingJson> Threads)
{
    public static BenchmarkJson Of(BenchmarkReport report) => new(
        report.Cpu,
        Math.Round(report.ClockGHz, 4),
        report.Results.Select(timing => new KernelTimingJson(
            timing.Kernel,
            timing.Batch,
            Math.Round(timing.NsPerInference, 2),
            Math.Round(timing.CyclesPerInference, 1),
            Math.Round(timing.PeakMultipliesPerSecond),
            Math.Round(timing.Efficiency, 4))),
        report.Threads.Select(timing => new ThreadTimingJson(
            timing.Kernel, timing.Threads, Math.Round(timing.NsPerInference, 2), Math.Round(timing.SpeedUp, 3))));
}

/// <summary>The members of <see cref="KernelTiming"/>.</summary>
internal sealed record KernelTimingJson(
    string Kernel, int Batch, double NsPerInference, double CyclesPerInference, double PeakMultipliesPerSecond, double Efficiency);

/// <summary>The members of <see cref="ThreadTiming"/>.</summary>
internal sealed record ThreadTimingJson(string Kernel, int Threads, double NsPerInference, double SpeedUp);
