using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;

namespace Kws.Benchmarks.Results;

/// <summary>Writes what some benchmarks measured as a page: of everyone the best iteration of all passes so far.</summary>
/// <param name="folder">Where to.</param>
/// <param name="report">What the page says.</param>
internal sealed class TimesPage(string folder, TimesReport report) : IExporter
{
    private readonly List<(string Name, double Nanoseconds, double Bytes)> _measured = [];

    public string Name => nameof(TimesPage);

    public void ExportToLog(Summary summary, ILogger logger)
    {
    }

    public IEnumerable<string> ExportToFiles(Summary summary, ILogger consoleLogger)
    {
        _measured.AddRange(summary.Reports.Select(report => (
            report.BenchmarkCase.Descriptor.WorkloadMethod.Name,
            report.ResultStatistics!.Min,
            (report.GcStats.GetTotalAllocatedBytes(excludeAllocationQuantumSideEffects: true) ?? 0)
                / (double)report.GcStats.TotalOperations)));
        var best = _measured.GroupBy(
            result => result.Name).ToDictionary(passes => passes.Key, passes => passes.MinBy(result => result.Nanoseconds));
        double compared = best[report.Compared].Nanoseconds;
        var table = new MarkdownTable(
            "one thread", $"us per {report.Item}", $"{report.Item}s/s", report.Comparison, $"bytes allocated per {report.Item}");
        foreach ((string name, string text) in report.Rows)
        {
            (_, double nanoseconds, double bytes) = best[name];
            table.Add(
                text, Numbers.Microseconds(nanoseconds), Numbers.Whole((int)(1e9 / nanoseconds)), Numbers.Ratio(compared / nanoseconds),
                Numbers.Whole((int)bytes));
        }

        RunEnvironment environment = RunEnvironment.Current;
        string path = Path.Combine(folder, report.FileName);
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            path,
            $"""
            # {report.Title} on {environment.Processor}

            {report.Introduction} Made by `dotnet run -c Release --project benchmarks/Kws.Benchmarks -- {report.Command}`, the best of all iterations;
            [what is compared](../../README.md).

            - Processor: {environment.Processor}, {environment.Cores} cores
            - Operating system: {environment.OperatingSystem}
            - {environment.DotNet}, BenchmarkDotNet {environment.BenchmarkDotNet}
            - Kws.Fast {environment.KwsFast}
            - {environment.Date:yyyy-MM-dd}

            {table}
            """.ReplaceLineEndings("\n"));
        return [path];
    }
}

/// <summary>The content of a page of times.</summary>
/// <param name="Command">The argument that measures it.</param>
/// <param name="FileName">Its file.</param>
/// <param name="Title">Its title, without the processor.</param>
/// <param name="Introduction">Its first sentence.</param>
/// <param name="Item">What one time is of.</param>
/// <param name="Compared">The benchmark to which all are compared.</param>
/// <param name="Comparison">Head of that column.</param>
/// <param name="Rows">The benchmarks in their order, with their text.</param>
internal sealed record TimesReport(
    string Command, string FileName, string Title, string Introduction, string Item, string Compared, string Comparison,
    (string Benchmark, string Text)[] Rows);
