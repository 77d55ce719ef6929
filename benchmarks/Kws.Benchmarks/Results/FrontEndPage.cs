using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;

namespace Kws.Benchmarks.Results;

/// <summary>Writes what <see cref="FrontEndBenchmarks"/> measured as a page: of everyone the best iteration of all passes so far.</summary>
internal sealed class FrontEndPage(string folder) : IExporter
{
    private const string FileName = "front-end.md";

    private readonly List<(string Name, double Nanoseconds, double Bytes)> _measured = [];

    public string Name => nameof(FrontEndPage);

    public void ExportToLog(Summary summary, ILogger logger)
    {
    }

    public IEnumerable<string> ExportToFiles(Summary summary, ILogger consoleLogger)
    {
        _measured.AddRange(summary.Reports.Select(report => (
            report.BenchmarkCase.Descriptor.WorkloadMethod.Name,
            report.ResultStatistics!.Min,
            (report.GcStats.GetTotalAllocatedBytes(excludeAllocationQuantumSideEffects: true) ?? 0) / (double)report.GcStats.TotalOperations)));
        var best = _measured.GroupBy(result => result.Name).ToDictionary(passes => passes.Key, passes => passes.MinBy(result => result.Nanoseconds));
        double plain = best[nameof(FrontEndBenchmarks.Plain)].Nanoseconds;
        var table = new MarkdownTable("one thread", "us per clip", "clips/s", "as fast as the plain one", "bytes allocated per clip");
        foreach ((string name, string text) in new[]
        {
            (nameof(FrontEndBenchmarks.FingerprintExtractor), "`FingerprintExtractor`"),
            (nameof(FrontEndBenchmarks.Plain), "plain C#, double precision"),
            (nameof(FrontEndBenchmarks.MathNet), "the same with Math.NET Numerics' FFT"),
            (nameof(FrontEndBenchmarks.ReadFiles), "reading the files alone"),
            (nameof(FrontEndBenchmarks.LabelWav), "`kws label-wav FOLDER --threads 1`"),
        })
        {
            (_, double nanoseconds, double bytes) = best[name];
            table.Add(
                text, Numbers.Ratio(nanoseconds / 1000), Numbers.Whole((int)(1e9 / nanoseconds)), Numbers.Ratio(plain / nanoseconds), Numbers.Whole((int)bytes));
        }

        RunEnvironment environment = RunEnvironment.Current;
        string path = Path.Combine(folder, FileName);
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            path,
            $"""
            # Sound to fingerprint on {environment.Processor}

            A clip is a second of sound at 16 kHz. Made by `dotnet run -c Release --project benchmarks/Kws.Benchmarks -- sound`, the best of all iterations;
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
