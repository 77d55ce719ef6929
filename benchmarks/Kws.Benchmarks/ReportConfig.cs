using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Perfolizer.Horology;

namespace Kws.Benchmarks;

/// <summary>
/// The way of measuring of <c>report</c>, <c>sound</c> and <c>ranges</c>: every case in a process of its own in each of the passes, with
/// iterations so short that more than a hundred cases take some minutes.
/// </summary>
internal sealed class ReportConfig : ManualConfig
{
    /// <summary>The number of rounds: a disturbance of some seconds has passed, most likely, when the turn of a case comes again.</summary>
    public const int Passes = 2;

    public ReportConfig(IExporter exporter)
    {
        AddJob(Job.Default
            .WithLaunchCount(1)
            .WithWarmupCount(4)
            .WithIterationCount(12)
            .WithIterationTime(TimeInterval.FromMilliseconds(100)));
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddExporter(exporter);
        WithOptions(ConfigOptions.JoinSummary);
        WithBuildTimeout(TimeSpan.FromMinutes(10));
    }
}
