using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Kws.Benchmarks.Contenders;

namespace Kws.Benchmarks.Results;

/// <summary>Writes what BenchmarkDotNet measured as <see cref="BenchmarkResults"/>: of every case the best of all passes so far.</summary>
internal sealed class ResultsExporter(string folder) : IExporter
{
    private static readonly string[] Parts =
    [
        Result.Network,
        nameof(StageBenchmarks.InputTransform),
        nameof(StageBenchmarks.Convolution),
        nameof(StageBenchmarks.DepthwisePool),
        nameof(StageBenchmarks.Pointwise),
        nameof(StageBenchmarks.FullyConnected),
    ];

    private readonly List<Result> _measured = [];

    public string Name => nameof(ResultsExporter);

    public void ExportToLog(Summary summary, ILogger logger)
    {
    }

    public IEnumerable<string> ExportToFiles(Summary summary, ILogger consoleLogger)
    {
        _measured.AddRange(summary.Reports.Select(Convert));

        // BenchmarkDotNet orders cases by their text.
        string[] contenders = [.. ContenderList.Batched, ContenderList.Reference];
        var results = _measured
            .GroupBy(result => (result.Part, result.Contender, result.Batch, result.Threads))
            .Select(passes => passes.MinBy(result => result.Nanoseconds)!)
            .OrderBy(result => Array.IndexOf(Parts, result.Part))
            .ThenBy(result => Array.IndexOf(contenders, result.Contender))
            .ThenBy(result => result.Threads)
            .ThenBy(result => result.Batch);
        new BenchmarkResults(RunEnvironment.Current, [.. results]).Write(folder);
        return [Path.Combine(folder, BenchmarkResults.FileName)];
    }

    private static Result Convert(BenchmarkReport report)
    {
        BenchmarkCase benchmark = report.BenchmarkCase;
        bool isStage = benchmark.Descriptor.Type == typeof(StageBenchmarks);
        NetworkCase network = isStage
            ? new NetworkCase((string)benchmark.Parameters[nameof(StageBenchmarks.Kernel)], 1, 1)
            : (NetworkCase)benchmark.Parameters[nameof(NetworkBenchmarks.Case)];
        var statistics = report.ResultStatistics ?? throw new InvalidOperationException($"{benchmark.DisplayInfo} has no result");
        return new Result(
            isStage ? benchmark.Descriptor.WorkloadMethod.Name : Result.Network,
            network.Contender,
            network.Batch,
            network.Threads,
            Math.Round(statistics.Min, 2),
            Math.Round(statistics.Median, 2),
            Math.Round(
                (report.GcStats.GetTotalAllocatedBytes(excludeAllocationQuantumSideEffects: true) ?? 0)
                    / (double)report.GcStats.TotalOperations, 2));
    }
}
