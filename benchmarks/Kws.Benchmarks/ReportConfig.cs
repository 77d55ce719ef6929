using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Kws.Benchmarks.Results;
using Perfolizer.Horology;

namespace Kws.Benchmarks;

/// <summary>
/// How <c>report</c> measures: every case in a process of its own in each of the passes, with iterations so short that more than a hundred cases take some minutes.
/// </summary>
internal sealed class ReportConfig : ManualConfig
{
    /// <summary>How often everything is measured: what disturbs a case for seconds has passed, most likely, when its turn comes again.</summary>
    public const int Passes = 2;

    public ReportConfig(string folder)
    {
        AddJob(Job.Default
            .WithLaunchCount(1)
            .WithWarmupCount(4)
            .WithIterationCount(12)
            .WithIterationTime(TimeInterval.FromMilliseconds(100)));
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddExporter(new ResultsExporter(folder));
        WithOptions(ConfigOptions.JoinSummary);
    }
}
